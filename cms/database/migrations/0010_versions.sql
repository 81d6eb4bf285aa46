-- Versions that leave live and come back: an old one that nobody uses is taken out, its snapshot
-- stays, and what was lost is put back from snapshots. A restore of the drafts can be undone once.

set local role ourshiksha_owner;

-- A snapshot outlives the rows it was taken of.
alter table live.course_versions
  drop constraint course_versions_course_id_version_fkey,
  add foreign key (course_id) references live.courses (id);

-- The archivist is nobody's login. It owns the function that takes a version out, and putting back
-- from snapshots runs as it; so the triggers know both by its name. What it may touch, its grants say.
create or replace function live.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' and current_user = 'archivist' then
    return old;
  end if;
  raise exception '%.% is written once: % refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = '42501';
end
$$;

create or replace function live.refuse_closed_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  closed record;
begin
  if current_user = 'archivist' then
    select n.course_id, n.version into closed
    from (select distinct course_id, version from written) n
    where not exists (select from live.course_versions v where v.course_id = n.course_id and v.version = n.version)
    limit 1;
    if found then
      raise exception 'version % of course % has no snapshot to be put back from', closed.version, closed.course_id
        using errcode = '42501';
    end if;
    return null;
  end if;
  select n.course_id, n.version into closed
  from written n
  join live.courses c on c.id = n.course_id
  where n.version <> c.version + 1
  limit 1;
  if found then
    raise exception 'version % of course % is not the one being written', closed.version, closed.course_id
      using errcode = '42501';
  end if;
  return null;
end
$$;

-- A course starts unseen and at version 0, unless it is put back as it was.
create or replace function live.start_course() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user <> 'archivist' then
    new.status := 'draft';
    new.version := 0;
    new.published_at := null;
    new.created_at := clock_timestamp();
  end if;
  new.updated_at := clock_timestamp();
  return new;
end
$$;
grant execute on function live.refuse_change(), live.refuse_closed_version(), live.start_course() to archivist;

grant usage on schema live, keys, activity to archivist;
grant create on schema live to archivist;
do $$
declare
  place text;
begin
  foreach place in array array['live.course_contents', 'live.modules', 'live.lessons', 'live.ai_notes', 'live.tests',
    'live.questions', 'live.practice_labs', 'live.projects', 'live.project_steps', 'live.certificates',
    'keys.question_keys', 'keys.lab_keys']
  loop
    execute format('create policy archivist on %s to archivist using (true) with check (true)', place::regclass);
    execute format('grant select, insert, delete on %s to archivist', place::regclass);
  end loop;
  foreach place in array array['live.nodes', 'live.courses']
  loop
    execute format('create policy archivist on %s to archivist using (true) with check (true)', place::regclass);
    execute format('grant select, insert on %s to archivist', place::regclass);
  end loop;
  foreach place in array array['live.course_versions', 'live.course_publish_history']
  loop
    execute format('create policy archivist on %s for select to archivist using (true)', place::regclass);
    execute format('grant select on %s to archivist', place::regclass);
  end loop;
end
$$;
create policy archivist_tells on live.course_publish_history for insert to archivist with check (action = 'rebuild');
grant insert on live.course_publish_history to archivist;
grant usage, select, update on sequence live.nodes_id_seq to archivist;

-- The drafts of a course as they were before a version was restored into them: by table, every row.
create table live.draft_restores (
  draft_document_id text primary key,
  version integer not null,
  drafts jsonb not null check (jsonb_typeof(drafts) = 'object'),
  restored_by text not null,
  restored_at timestamptz not null default clock_timestamp()
);
call live.protect('live.draft_restores', 'select, insert, delete');

reset role;

-- What stands on a version of a course, by kind of record.
create function activity.version_uses(p_course_id integer, p_version integer)
returns table (enrolments bigint, attempts bigint, submissions bigint, certificates bigint)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    (select count(*) from activity.course_enrollments where course_id = p_course_id and version = p_version),
    (select count(*) from activity.user_test_attempts where course_id = p_course_id and version = p_version),
    (select count(*) from activity.user_project_submissions where course_id = p_course_id and version = p_version),
    (select count(*) from activity.issued_certificates where course_id = p_course_id and version = p_version)
$$;
alter function activity.version_uses(integer, integer) owner to referee;
grant execute on function activity.version_uses(integer, integer) to archivist, guru;

-- The versions of live that are not current and that nothing stands on, with what taking them out
-- would free: rows, and bytes as they are stored.
create function live.unused_versions(p_course_id integer default null)
returns table (course_id integer, course_name text, version integer, row_count bigint, bytes bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place text;
  found_rows bigint;
  found_bytes bigint;
begin
  for course_id, course_name, version in
    select t.id, c.name, t.version
    from live.course_contents t
    join live.courses c on c.id = t.id
    cross join lateral activity.version_uses(t.id, t.version) u
    where t.version < c.version and (p_course_id is null or t.id = p_course_id)
      and u.enrolments + u.attempts + u.submissions + u.certificates = 0
    order by t.id, t.version
  loop
    row_count := 0;
    bytes := 0;
    foreach place in array array['live.course_contents', 'live.modules', 'live.lessons', 'live.ai_notes', 'live.tests',
      'live.questions', 'live.practice_labs', 'live.projects', 'live.project_steps', 'live.certificates',
      'keys.question_keys', 'keys.lab_keys']
    loop
      execute format('select count(*), coalesce(sum(pg_column_size(t.*)), 0) from %s t where t.course_id = $1 and t.version = $2', place)
        into found_rows, found_bytes using course_id, version;
      row_count := row_count + found_rows;
      bytes := bytes + found_bytes;
    end loop;
    return next;
  end loop;
end
$$;
alter function live.unused_versions(integer) owner to archivist;
grant execute on function live.unused_versions(integer) to guru;

-- Takes a version out of live, answers included, and returns the number of rows it freed. The
-- foreign keys of the records would stop it too; the refusals below say why.
create function live.take_out_version(p_course_id integer, p_version integer) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place text;
  uses record;
  gone bigint;
  freed bigint := 0;
begin
  if not exists (select from live.course_contents where id = p_course_id and version = p_version) then
    raise exception 'version.not-in-live' using errcode = 'OS404';
  end if;
  if not exists (select from live.courses where id = p_course_id and version > p_version) then
    raise exception 'version.is-current' using errcode = 'OS409';
  end if;
  if not exists (select from live.course_versions where course_id = p_course_id and version = p_version
      and checksum = encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')) then
    raise exception 'version.no-snapshot' using errcode = 'OS409';
  end if;
  select * into uses from activity.version_uses(p_course_id, p_version);
  if uses.enrolments + uses.attempts + uses.submissions + uses.certificates > 0 then
    raise exception 'version.in-use' using errcode = 'OS409';
  end if;
  -- Children before their parents.
  foreach place in array array['keys.question_keys', 'keys.lab_keys', 'live.certificates', 'live.project_steps',
    'live.projects', 'live.practice_labs', 'live.questions', 'live.tests', 'live.ai_notes', 'live.lessons',
    'live.modules', 'live.course_contents']
  loop
    execute format('delete from %s where course_id = $1 and version = $2', place) using p_course_id, p_version;
    get diagnostics gone = row_count;
    freed := freed + gone;
  end loop;
  return freed;
end
$$;
alter function live.take_out_version(integer, integer) owner to archivist;
grant execute on function live.take_out_version(integer, integer) to guru;
