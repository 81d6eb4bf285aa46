-- Seals over the log: which lines, their hashes, and a checkpoint that a key outside the database has
-- signed. What is in them is made and checked by cms/src/lib/seals; docs/audit.md says what they prove.

set local role ourshiksha_owner;

-- Nothing was ever sealed in the form of 0005.
drop table audit.seals;
create table audit.seals (
  -- From 1 without a gap; the one before is the number less one.
  id integer primary key check (id > 0),
  -- Exactly the lines sealed. A transaction that commits late leaves its lines to a later seal, one
  -- that rolls back leaves numbers that no line ever has.
  log_ids int8multirange not null check (not isempty(log_ids)),
  -- Of all seals so far.
  highest_log_id bigint not null,
  -- SHA-256 of each line, 32 bytes each, in the order of their numbers: so that a changed line can be
  -- named, and not only the seal it is in.
  leaves bytea not null check (octet_length(leaves) > 0 and octet_length(leaves) % 32 = 0),
  -- The signed checkpoint.
  note text not null,
  created_at timestamptz not null
);
-- Hashes do not compress.
alter table audit.seals alter column leaves set storage external;
create index seals_created_at on audit.seals (created_at);
-- The order in which a verification reads them beside the log.
create index seals_first_log_id on audit.seals ((lower(log_ids)));

-- How the copy of the checkpoints outside the database stands, one row a folder. No record: it says how
-- things are now, for the admin's page and for whoever watches.
create table audit.checkpoint_folders (
  folder text primary key,
  last_seal_id integer not null,
  exported_at timestamptz,
  failing_since timestamptz,
  error text
);

-- What each verification found.
create table audit.verifications (
  id integer generated always as identity primary key,
  finished_at timestamptz not null default clock_timestamp(),
  is_sound boolean not null,
  row_count bigint not null,
  seal_count integer not null,
  seconds numeric not null,
  -- The first hundred; all of them are in what the command prints.
  findings jsonb not null,
  finding_count integer not null
);

call live.write_once('audit.seals');
call live.write_once('audit.verifications');
call live.protect('audit.seals', 'select');
call live.protect('audit.checkpoint_folders', 'select');
call live.protect('audit.verifications', 'select');
grant select, insert on audit.seals to referee;
grant select, insert, update on audit.checkpoint_folders to referee;
grant select, insert on audit.verifications to referee;

reset role;

-- Adds the next seal. What it claims is proved by its signature and found out by a verification; here is
-- only kept what a second sealer or a wrong clock would spoil.
create function audit.add_seal(
  p_id integer, p_log_ids int8multirange, p_leaves bytea, p_note text, p_created_at timestamptz) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  last audit.seals;
  counted bigint;
begin
  select * into last from audit.seals order by id desc limit 1;
  if p_id <> coalesce(last.id, 0) + 1 then
    raise exception 'the next seal is %, not %', coalesce(last.id, 0) + 1, p_id using errcode = '40001';
  end if;
  select sum(upper(r) - lower(r)) into counted from unnest(p_log_ids) r;
  if counted is distinct from octet_length(p_leaves) / 32 then
    raise exception 'seal % has % hashes for % lines', p_id, octet_length(p_leaves) / 32, counted
      using errcode = '22023';
  end if;
  if abs(extract(epoch from clock_timestamp() - p_created_at)) > 60 then
    raise exception 'seal % has a time that is not now: %', p_id, p_created_at using errcode = '22023';
  end if;
  insert into audit.seals (id, log_ids, highest_log_id, leaves, note, created_at)
  values (p_id, p_log_ids, greatest(coalesce(last.highest_log_id, 0), upper(p_log_ids) - 1), p_leaves, p_note,
    p_created_at);
end
$$;
alter function audit.add_seal(integer, int8multirange, bytea, text, timestamptz) owner to referee;
grant execute on function audit.add_seal(integer, int8multirange, bytea, text, timestamptz) to guru;

-- Says up to which seal a folder has the checkpoints, and why not further where it failed.
create function audit.note_checkpoint_folder(p_folder text, p_last_seal_id integer, p_error text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into audit.checkpoint_folders as f (folder, last_seal_id, exported_at, failing_since, error)
  values (p_folder, p_last_seal_id, case when p_error is null then clock_timestamp() end,
    case when p_error is not null then clock_timestamp() end, p_error)
  on conflict (folder) do update set
    last_seal_id = excluded.last_seal_id,
    exported_at = coalesce(excluded.exported_at, f.exported_at),
    failing_since = case when excluded.error is not null then coalesce(f.failing_since, excluded.failing_since) end,
    error = excluded.error
$$;
alter function audit.note_checkpoint_folder(text, integer, text) owner to referee;
grant execute on function audit.note_checkpoint_folder(text, integer, text) to guru;

create function audit.keep_verification(
  p_is_sound boolean, p_row_count bigint, p_seal_count integer, p_seconds numeric, p_findings jsonb,
  p_finding_count integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into audit.verifications (is_sound, row_count, seal_count, seconds, findings, finding_count)
  values (p_is_sound, p_row_count, p_seal_count, p_seconds, p_findings, p_finding_count)
$$;
alter function audit.keep_verification(boolean, bigint, integer, numeric, jsonb, integer) owner to referee;
grant execute on function audit.keep_verification(boolean, bigint, integer, numeric, jsonb, integer) to guru;
