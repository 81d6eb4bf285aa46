-- What is still to be done for certificates: papers to draw, batches to issue; and how often somebody may
-- ask for a certificate by its bare number. None of it is a record: it goes away when it is done with.

set local role ourshiksha_owner;

-- A paper without its PDF. The row comes with the certificate or the marksheet, in the same transaction, and
-- goes in the one that puts the file down: so none is forgotten and none is drawn for a second time.
create table activity.papers_to_draw (
  id integer generated always as identity primary key,
  issued_certificate_id integer not null references activity.issued_certificates (id),
  -- Null: the certificate itself.
  marksheet_id integer references activity.marksheets (id),
  -- Counts who took it up. A file is put down for the last one only.
  tries integer not null default 0,
  try_at timestamptz not null default clock_timestamp(),
  -- Under which names files were begun, so that those of a process that died can be taken away.
  begun text[] not null default '{}',
  unique nulls not distinct (issued_certificate_id, marksheet_id)
);
-- Certificates go first: somebody waits for them.
create index papers_to_draw_next on activity.papers_to_draw ((marksheet_id is not null), id);
call live.protect('activity.papers_to_draw', 'select');
grant select, insert, update, delete on activity.papers_to_draw to referee;

-- A registrar's batch: for whom certificates are to be issued, and what came of each.
create table activity.certificate_batches (
  id integer generated always as identity primary key,
  course_id integer not null references live.courses (id),
  -- The administrator's account, for the log; and the name, as it was.
  admin_id text not null,
  asked_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  cancelled_at timestamptz,
  cancelled_by text,
  -- When nothing was left to do; also after a cancelling.
  finished_at timestamptz,
  check ((cancelled_at is null) = (cancelled_by is null))
);
create unique index certificate_batches_one on activity.certificate_batches (course_id) where finished_at is null;
create table activity.certificate_batch_items (
  batch_id integer not null references activity.certificate_batches (id),
  shishya_user_id integer not null references activity.shishya_users (id),
  -- Null while it is to be done. had: there was one already; refused: not eligible (any more); failed: a
  -- defect, which the server's log names.
  outcome text check (outcome in ('issued', 'had', 'refused', 'failed')),
  -- The code of a refusal, or what failed.
  reason text,
  primary key (batch_id, shishya_user_id)
);
create index certificate_batch_items_open on activity.certificate_batch_items (batch_id, shishya_user_id)
  where outcome is null;
do $$
declare
  place text;
begin
  foreach place in array array['certificate_batches', 'certificate_batch_items'] loop
    call live.protect(('activity.' || place)::regclass, 'select');
    execute format('grant select, insert, update on activity.%I to referee', place);
  end loop;
end
$$;
create trigger audit after insert or update or delete on activity.certificate_batches
  for each row execute function audit.record();

-- How many look-ups by a bare number a network has left: a bucket that fills up again with time.
create table activity.number_lookups (
  network text primary key check (char_length(network) between 1 and 64),
  left_over double precision not null,
  at timestamptz not null
);
create index number_lookups_at on activity.number_lookups (at);
call live.protect('activity.number_lookups', '');
grant select, insert, update, delete on activity.number_lookups to referee;

reset role;

-- Drawing ------------------------------------------------------------------------------------------------

create function activity.draw_later() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_name = 'marksheets' then
    insert into activity.papers_to_draw (issued_certificate_id, marksheet_id)
    values (new.issued_certificate_id, new.id);
  else
    insert into activity.papers_to_draw (issued_certificate_id) values (new.id);
  end if;
  -- Whoever draws looks what there is; the same word is said once in a transaction.
  perform pg_notify('certificates', '');
  return null;
end
$$;
alter function activity.draw_later() owner to referee;
create trigger draw_later after insert on activity.issued_certificates
  for each row execute function activity.draw_later();
create trigger draw_later after insert on activity.marksheets
  for each row execute function activity.draw_later();

-- A certificate whose holder was erased is not drawn. This waits for a drawing that is being put down at this
-- moment, so whoever takes the files away afterwards sees its file.
create function activity.draw_no_more() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from activity.papers_to_draw where issued_certificate_id = new.id;
  return new;
end
$$;
alter function activity.draw_no_more() owner to referee;
create trigger draw_no_more before update on activity.issued_certificates
  for each row execute function activity.draw_no_more();

-- What was issued before this and never asked for as a PDF.
insert into activity.papers_to_draw (issued_certificate_id)
select c.id from activity.issued_certificates c
where not exists (select from activity.certificate_files f
  where f.issued_certificate_id = c.id and f.kind = 'certificate')
order by c.id;
insert into activity.papers_to_draw (issued_certificate_id, marksheet_id)
select m.issued_certificate_id, m.id from activity.marksheets m order by m.id;

-- Takes up to p_most papers and names the file each is to be drawn into. Who takes one up has two minutes;
-- then, and after a failure, somebody else may, later with every try.
create function activity.take_up_papers(p_most integer)
returns table (id integer, certificate_number text, marksheet_id integer, try integer, file text)
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with free as (
    select p.id from activity.papers_to_draw p
    where p.try_at <= clock_timestamp()
    order by (p.marksheet_id is not null), p.id
    limit p_most
    for update skip locked
  ), taken as (
    update activity.papers_to_draw p
    set tries = p.tries + 1,
        try_at = clock_timestamp() + least(interval '2 minutes' * 2 ^ least(p.tries, 5), interval '1 hour'),
        begun = p.begun || ('certificate_' || replace(gen_random_uuid()::text, '-', ''))
    from free where p.id = free.id
    returning p.*
  )
  select t.id, c.certificate_number, t.marksheet_id, t.tries, t.begun[t.tries]
  from taken t join activity.issued_certificates c on c.id = t.issued_certificate_id
  order by (t.marksheet_id is not null), t.id
$$;
alter function activity.take_up_papers(integer) owner to referee;
grant execute on function activity.take_up_papers(integer) to guru;

-- Takes a paper off the list in the transaction that puts its file down, and returns the names of files that
-- were begun for it, that one last. Null where somebody else took it up meanwhile, or its holder was erased.
create function activity.paper_drawn(p_id integer, p_try integer) returns jsonb
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from activity.papers_to_draw p where p.id = p_id and p.tries = p_try returning to_jsonb(p.begun)
$$;
alter function activity.paper_drawn(integer, integer) owner to referee;
grant execute on function activity.paper_drawn(integer, integer) to guru;

-- A process that starts, or that was cut off, does not wait for the others' two minutes: whoever is still at a
-- paper holds it no longer than until somebody else takes it up.
create function activity.try_papers_again() returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.papers_to_draw set try_at = clock_timestamp()
  where id in (select p.id from activity.papers_to_draw p where p.try_at > clock_timestamp() for update skip locked)
$$;
alter function activity.try_papers_again() owner to referee;
grant execute on function activity.try_papers_again() to guru;

-- Batches ------------------------------------------------------------------------------------------------

-- Puts a batch down: for these students, or for everybody who would get a certificate now.
create function activity.start_batch(p_course_id integer, p_students integer[], p_admin_id text, p_asked_by text)
returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  batch integer;
begin
  if not exists (select from live.certificates where course_id = p_course_id) then
    raise exception 'certificate.not-offered' using errcode = 'OS404';
  end if;
  insert into activity.certificate_batches (course_id, admin_id, asked_by)
  values (p_course_id, p_admin_id, p_asked_by)
  on conflict do nothing
  returning id into batch;
  if batch is null then
    raise exception 'batch.running' using errcode = 'OS409';
  end if;
  insert into activity.certificate_batch_items (batch_id, shishya_user_id)
  select batch, s.id
  from activity.course_enrollments e join activity.shishya_users s on s.id = e.shishya_user_id
  where p_students is not null and e.course_id = p_course_id and s.id = any (p_students);
  if p_students is null then
    insert into activity.certificate_batch_items (batch_id, shishya_user_id)
    select batch, e.shishya_user_id
    from activity.course_enrollments e
    join activity.shishya_users s on s.id = e.shishya_user_id and s.status = 'active'
    cross join lateral activity.certificate_eligibility(e.shishya_user_id, e.course_id, e.version) g
    where e.course_id = p_course_id and not e.certificate_issued and g.eligible;
  end if;
  if not exists (select from activity.certificate_batch_items i where i.batch_id = batch) then
    raise exception 'batch.nobody' using errcode = 'OS409';
  end if;
  perform pg_notify('certificates', '');
  return batch;
end
$$;
alter function activity.start_batch(integer, integer[], text, text) owner to referee;
grant execute on function activity.start_batch(integer, integer[], text, text) to guru;

-- Stops a batch: who has a certificate keeps it, for the others nothing happens.
create function activity.cancel_batch(p_batch_id integer, p_by text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update activity.certificate_batches
  set cancelled_at = clock_timestamp(), cancelled_by = p_by, finished_at = clock_timestamp()
  where id = p_batch_id and finished_at is null;
  if not found then
    raise exception 'batch.ended' using errcode = 'OS409';
  end if;
end
$$;
alter function activity.cancel_batch(integer, text) owner to referee;
grant execute on function activity.cancel_batch(integer, text) to guru;

-- Issues the next certificate of any batch, in the transaction of whoever calls; false where nothing is left.
-- What another instance works at is passed by.
create function activity.issue_next() returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  item record;
  had boolean;
  result text;
  why text;
begin
  select i.batch_id, i.shishya_user_id, b.course_id, b.admin_id, b.asked_by into item
  from activity.certificate_batches b
  join activity.certificate_batch_items i on i.batch_id = b.id and i.outcome is null
  where b.finished_at is null
  order by i.batch_id, i.shishya_user_id
  limit 1
  for update of i skip locked;
  if not found then
    update activity.certificate_batches b set finished_at = clock_timestamp()
    where b.finished_at is null
      and not exists (select from activity.certificate_batch_items i where i.batch_id = b.id and i.outcome is null);
    return false;
  end if;
  perform set_config('app.admin_id', item.admin_id, true);
  had := exists (select from activity.issued_certificates c
    where c.shishya_user_id = item.shishya_user_id and c.course_id = item.course_id);
  begin
    perform activity.issue_for(item.shishya_user_id, item.course_id, item.asked_by);
    result := case when had then 'had' else 'issued' end;
  exception when others then
    if sqlstate ~ '^OS4' then
      result := 'refused';
    elsif sqlstate ~ '^(08|40|53|57|58)' then
      -- The database's own trouble is no verdict about a student; it is tried again.
      raise;
    else
      result := 'failed';
    end if;
    why := left(sqlerrm, 300);
  end;
  update activity.certificate_batch_items set outcome = result, reason = why
  where batch_id = item.batch_id and shishya_user_id = item.shishya_user_id;
  return true;
end
$$;
alter function activity.issue_next() owner to referee;
grant execute on function activity.issue_next() to guru;

-- Asking by number ---------------------------------------------------------------------------------------

-- Lets a look-up in and takes it off what its network has left, or says for how many seconds none is let in.
-- 60 at once, then one in three seconds: enough for a person with a pile of papers, too little to read a
-- register. Known and unknown numbers cost the same.
create function activity.admit_lookup(p_network text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  most constant double precision := 60;
  per_second constant double precision := 1.0 / 3;
  kept activity.number_lookups;
  now_left double precision;
begin
  insert into activity.number_lookups (network, left_over, at) values (p_network, most, clock_timestamp())
  on conflict (network) do nothing;
  select * into strict kept from activity.number_lookups l where l.network = p_network for update;
  now_left := least(most, kept.left_over
    + per_second * greatest(0, extract(epoch from clock_timestamp() - kept.at)));
  if now_left < 1 then
    return ceil((1 - now_left) / per_second);
  end if;
  update activity.number_lookups l set left_over = now_left - 1, at = clock_timestamp() where l.network = p_network;
  -- Now and then, so that no clock of its own is needed. A bucket this old is full again.
  if random() < 0.01 then
    delete from activity.number_lookups l
    where l.network in (select o.network from activity.number_lookups o
      where o.at < clock_timestamp() - interval '10 minutes' for update skip locked);
  end if;
  return 0;
end
$$;
alter function activity.admit_lookup(text) owner to referee;
grant execute on function activity.admit_lookup(text) to shishya;
