-- Publishes that are to come. What goes out is what was frozen when it was scheduled, not what the
-- drafts are at that moment.

set local role ourshiksha_owner;

create table live.scheduled_publishes (
  id integer generated always as identity primary key,
  draft_document_id text not null,
  course_id integer not null references live.courses (id),
  course_name text not null,
  -- The drafts as they were checked, answers included, with 0 for the version they will get. Gone
  -- once it is published (the version has its own) or cancelled.
  snapshot jsonb,
  -- SHA-256 of the snapshot's canonical jsonb text, hexadecimal: tells whether drafts changed since.
  checksum text not null check (checksum ~ '^[0-9a-f]{64}$'),
  frozen_at timestamptz not null default clock_timestamp(),
  frozen_by text not null,
  frozen_by_id integer,
  run_at timestamptz not null,
  -- The editor's, by its IANA name; in it run_at is shown.
  time_zone text not null,
  learners text not null check (learners in ('keep', 'move')),
  message text not null default '',
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'cancelled')),
  -- How often it failed, and why the last time.
  tries integer not null default 0 check (tries >= 0),
  last_error text,
  -- The version it became.
  version integer,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  check ((state = 'done') = (version is not null)),
  check ((state = 'waiting') = (ended_at is null)),
  check ((state in ('waiting', 'failed')) = (snapshot is not null))
);
create unique index scheduled_publishes_waiting on live.scheduled_publishes (draft_document_id) where state = 'waiting';
create index scheduled_publishes_draft on live.scheduled_publishes (draft_document_id, id desc);

-- What was published or cancelled stays as it is; nothing is deleted. The audit log is written by
-- the history's lines: a row here holds a whole course.
create function live.keep_ended_schedule() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.state in ('done', 'cancelled') then
    raise exception 'schedule % is % and does not change any more', old.id, old.state using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger keep_ended_schedule before update on live.scheduled_publishes
  for each row execute function live.keep_ended_schedule();
create trigger refuse_delete before delete on live.scheduled_publishes
  for each row execute function live.refuse_change();
create trigger refuse_truncate before truncate on live.scheduled_publishes
  for each statement execute function live.refuse_change();
grant execute on function live.keep_ended_schedule() to guru;

call live.protect('live.scheduled_publishes', 'select, insert, update');

reset role;
