-- Projects that are handed in: submissions with files, and their review. What was handed in is never
-- changed; handing in again makes a further row. A row goes submitted → under_review → approved or
-- rejected; until a reviewer takes it up the student may put another in its place, and then it is
-- marked as withdrawn.

set local role ourshiksha_owner;

alter table activity.user_project_submissions
  add column submission_number integer not null check (submission_number > 0),
  -- Chosen by the form that was sent: the same form sent twice is one submission.
  add column submission_key text not null check (submission_key ~ '^[!-~]{1,64}$'),
  add column withdrawn_at timestamptz,
  add column taken_by text,
  add column taken_at timestamptz,
  -- The reviewer's, one entry for each of the version's criteria: {criterion, met, comment?}.
  add column checklist jsonb not null default '[]' check (jsonb_typeof(checklist) = 'array'),
  add constraint submissions_url check (char_length(submission_url) <= 2000 and submission_url ~* '^https?://[^\s/]'),
  add constraint submissions_notes check (char_length(submission_notes) <= 20000),
  add constraint submissions_feedback check (char_length(feedback) <= 20000),
  add constraint submissions_withdrawn check (withdrawn_at is null or status = 'submitted'),
  add constraint submissions_taken check ((status = 'submitted') = (taken_at is null) and (taken_at is null) = (taken_by is null)),
  add constraint submissions_approved check (status <> 'approved' or score is not null),
  add constraint submissions_rejected check (status <> 'rejected' or btrim(coalesce(feedback, '')) <> ''),
  add constraint submissions_reviewer check ((reviewed_at is null) = (reviewed_by is null)),
  add constraint submissions_unreviewed check (reviewed_at is not null or (score is null and feedback is null and checklist = '[]')),
  add unique (shishya_user_id, project_id, submission_number),
  add unique (shishya_user_id, project_id, submission_key);
-- One at a time waits or is done.
create unique index user_project_submissions_one on activity.user_project_submissions (shishya_user_id, project_id)
  where withdrawn_at is null and status <> 'rejected';
create index user_project_submissions_queue on activity.user_project_submissions (submitted_at)
  where withdrawn_at is null and status in ('submitted', 'under_review');

-- What was handed in stays; what was decided or withdrawn stays altogether.
create function activity.refuse_submission_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.status in ('approved', 'rejected') or old.withdrawn_at is not null
    or (old.id, old.shishya_user_id, old.course_id, old.project_id, old.version, old.submission_number,
        old.submission_key, old.submission_url, old.submission_notes, old.submitted_at)
      is distinct from (new.id, new.shishya_user_id, new.course_id, new.project_id, new.version, new.submission_number,
        new.submission_key, new.submission_url, new.submission_notes, new.submitted_at) then
    raise exception 'submission % is a record; it is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function activity.refuse_submission_change() to referee;
create trigger refuse_submission_change before update on activity.user_project_submissions
  for each row execute function activity.refuse_submission_change();

-- A file is put down here before it is stored, so that no stored file is without its row:
-- made → stored → handed in with a submission, or removed → erased from the storage.
create table activity.submission_files (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  project_id integer not null,
  -- Null while it waits to be handed in.
  submission_id integer references activity.user_project_submissions (id),
  name text not null check (char_length(name) between 1 and 200 and name !~ '[[:cntrl:]/\\]'),
  mime text not null check (char_length(mime) <= 200),
  byte_count bigint not null check (byte_count > 0),
  -- Of the bytes, hexadecimal.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Names it in the storage; nobody can guess it, and students' role does not read it.
  storage_key text not null unique default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  -- Where the upload provider says that it lies.
  storage_url text,
  created_at timestamptz not null default clock_timestamp(),
  stored_at timestamptz,
  removed_at timestamptz,
  erased_at timestamptz,
  foreign key (project_id, course_id) references live.nodes (id, course_id),
  check ((stored_at is null) = (storage_url is null)),
  check (submission_id is null or (stored_at is not null and removed_at is null)),
  check (erased_at is null or removed_at is not null)
);
create index submission_files_waiting on activity.submission_files (shishya_user_id, project_id) where submission_id is null;
create index submission_files_submission on activity.submission_files (submission_id);
call live.protect('activity.submission_files', 'select');
grant select, insert, update on activity.submission_files to referee;
grant select (id, shishya_user_id, course_id, project_id, submission_id, name, mime, byte_count, sha256, created_at,
  stored_at, removed_at) on activity.submission_files to shishya;
create policy own_rows on activity.submission_files for select to shishya
  using (shishya_user_id = (select activity.me()));
create trigger audit after insert or update or delete on activity.submission_files
  for each row execute function audit.record();
create trigger refuse_delete before delete on activity.submission_files
  for each row execute function live.refuse_change();
create trigger refuse_truncate before truncate on activity.submission_files
  for each statement execute function live.refuse_change();

-- What is in a submission stays in it, and what a file is never changes.
create function activity.refuse_file_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.submission_id is not null or old.erased_at is not null
    or (old.id, old.shishya_user_id, old.course_id, old.project_id, old.name, old.mime, old.byte_count, old.sha256,
        old.storage_key, old.created_at)
      is distinct from (new.id, new.shishya_user_id, new.course_id, new.project_id, new.name, new.mime, new.byte_count,
        new.sha256, new.storage_key, new.created_at)
    or (old.storage_url is not null and new.storage_url is distinct from old.storage_url) then
    raise exception 'file % is part of a record; it is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function activity.refuse_file_change() to referee;
create trigger refuse_file_change before update on activity.submission_files
  for each row execute function activity.refuse_file_change();

-- How a student stands with each project: the last submission that was not withdrawn.
create view activity.latest_submissions with (security_invoker = true) as
  select distinct on (shishya_user_id, project_id) shishya_user_id, course_id, project_id, id as submission_id,
    submission_number, version, status, score, feedback, submitted_at, reviewed_at
  from activity.user_project_submissions
  where withdrawn_at is null
  order by shishya_user_id, project_id, submission_number desc;
grant select on activity.latest_submissions to shishya, guru, referee;

reset role;

-- The project of the enrolment's version, or the refusal.
create function activity.require_project(p_enrolment activity.course_enrollments, p_project_id integer) returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from live.projects
    where id = p_project_id and version = p_enrolment.version and course_id = p_enrolment.course_id) then
    raise exception 'project.not-found' using errcode = 'OS404';
  end if;
end
$$;
alter function activity.require_project(activity.course_enrollments, integer) owner to referee;

-- Refuses while nothing new can be handed in: somebody reviews the last one, or it was approved.
create function activity.require_open_project(p_enrolment activity.course_enrollments, p_project_id integer) returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  taken text;
begin
  perform activity.require_project(p_enrolment, p_project_id);
  select status into taken from activity.user_project_submissions
  where shishya_user_id = p_enrolment.shishya_user_id and project_id = p_project_id
    and status in ('under_review', 'approved');
  if taken = 'approved' then
    raise exception 'submission.approved' using errcode = 'OS409';
  elsif taken = 'under_review' then
    raise exception 'submission.under-review' using errcode = 'OS409';
  end if;
end
$$;
alter function activity.require_open_project(activity.course_enrollments, integer) owner to referee;

-- Puts down a file that is about to be stored for the next submission, and says under which key. The
-- school's limits come from the settings of the cms; they count under the enrolment's lock, so many
-- uploads at once do not pass them together. A row that was never stored stops counting after a while.
create function activity.add_submission_file(p_course_id integer, p_project_id integer, p_name text, p_mime text,
  p_byte_count bigint, p_sha256 text, p_max_files integer, p_max_bytes bigint)
returns table (id integer, storage_key text)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
  waiting record;
begin
  perform activity.require_open_project(enrolment, p_project_id);
  select count(*) as files, coalesce(sum(f.byte_count), 0) as bytes into waiting
  from activity.submission_files f
  where f.shishya_user_id = enrolment.shishya_user_id and f.project_id = p_project_id
    and f.submission_id is null and f.removed_at is null
    and (f.stored_at is not null or f.created_at > clock_timestamp() - interval '10 minutes');
  if waiting.files >= p_max_files then
    raise exception 'file.too-many' using errcode = 'OS422';
  elsif waiting.bytes + p_byte_count > p_max_bytes then
    raise exception 'file.too-large-together' using errcode = 'OS413';
  end if;
  -- Removing and adding again and again would fill the storage faster than it is emptied.
  if (select count(*) from activity.submission_files f
    where f.shishya_user_id = enrolment.shishya_user_id and f.created_at > clock_timestamp() - interval '1 day') >= 200 then
    raise exception 'file.too-many-today' using errcode = 'OS429';
  end if;
  return query
    insert into activity.submission_files (shishya_user_id, course_id, project_id, name, mime, byte_count, sha256)
    values (enrolment.shishya_user_id, p_course_id, p_project_id, p_name, p_mime, p_byte_count, p_sha256)
    returning submission_files.id, submission_files.storage_key;
end
$$;
alter function activity.add_submission_file(integer, integer, text, text, bigint, text, integer, bigint) owner to referee;
grant execute on function activity.add_submission_file(integer, integer, text, text, bigint, text, integer, bigint) to shishya;

-- The cms has stored the file. Said once; a file that was removed meanwhile stays removed.
create function activity.keep_submission_file(p_file_id integer, p_storage_url text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.submission_files set storage_url = p_storage_url, stored_at = clock_timestamp()
  where id = p_file_id and stored_at is null
$$;
alter function activity.keep_submission_file(integer, text) owner to referee;
grant execute on function activity.keep_submission_file(integer, text) to guru;

-- The student takes a file away that was not handed in yet.
create function activity.remove_submission_file(p_file_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.require_me();
begin
  update activity.submission_files set removed_at = clock_timestamp()
  where id = p_file_id and shishya_user_id = student and submission_id is null and removed_at is null;
  if not found then
    raise exception 'file.not-found' using errcode = 'OS404';
  end if;
end
$$;
alter function activity.remove_submission_file(integer) owner to referee;
grant execute on function activity.remove_submission_file(integer) to shishya;

-- Gives up a file that nobody handed in: one that was removed, or that has waited for a day. Returns
-- what is to be erased from the storage; nothing where the file is still wanted or erased already.
create function activity.give_up_submission_file(p_file_id integer)
returns table (storage_key text, storage_url text)
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.submission_files f set removed_at = coalesce(f.removed_at, clock_timestamp())
  where f.id = p_file_id and f.submission_id is null and f.erased_at is null
    and (f.removed_at is not null or f.created_at < clock_timestamp() - interval '1 day')
  returning f.storage_key, f.storage_url
$$;
alter function activity.give_up_submission_file(integer) owner to referee;
grant execute on function activity.give_up_submission_file(integer) to guru;

create function activity.erase_submission_file(p_file_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.submission_files set erased_at = clock_timestamp()
  where id = p_file_id and removed_at is not null and erased_at is null
$$;
alter function activity.erase_submission_file(integer) owner to referee;
grant execute on function activity.erase_submission_file(integer) to guru;

-- Hands in the project on the student's version: a link, notes and the files that wait, at least one
-- of them. The same key again returns the submission it made.
create function activity.submit_project(p_course_id integer, p_project_id integer, p_submission_url text,
  p_submission_notes text, p_key text) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
  notes constant text := btrim(coalesce(p_submission_notes, ''), E' \t\r\n');
  url constant text := nullif(btrim(coalesce(p_submission_url, '')), '');
  made integer;
begin
  select id into made from activity.user_project_submissions
  where shishya_user_id = enrolment.shishya_user_id and submission_key = p_key and project_id = p_project_id;
  if found then
    return made;
  end if;
  perform activity.require_open_project(enrolment, p_project_id);
  if url is null and notes = '' and not exists (select from activity.submission_files
    where shishya_user_id = enrolment.shishya_user_id and project_id = p_project_id and submission_id is null
      and stored_at is not null and removed_at is null) then
    raise exception 'submission.empty' using errcode = 'OS422';
  end if;
  if (select count(*) from activity.user_project_submissions
    where shishya_user_id = enrolment.shishya_user_id and project_id = p_project_id
      and submitted_at > clock_timestamp() - interval '1 day') >= 20 then
    raise exception 'submission.too-many' using errcode = 'OS429';
  end if;
  -- One that nobody has taken up gives way; a reviewer who takes it up at this moment comes first or finds it gone.
  update activity.user_project_submissions set withdrawn_at = clock_timestamp()
  where shishya_user_id = enrolment.shishya_user_id and project_id = p_project_id
    and status = 'submitted' and withdrawn_at is null;
  insert into activity.user_project_submissions (shishya_user_id, course_id, project_id, version, submission_number,
    submission_key, submission_url, submission_notes)
  select enrolment.shishya_user_id, p_course_id, p_project_id, enrolment.version,
    1 + coalesce(max(submission_number), 0), p_key, url, notes
  from activity.user_project_submissions
  where shishya_user_id = enrolment.shishya_user_id and project_id = p_project_id
  returning id into made;
  update activity.submission_files set submission_id = made
  where shishya_user_id = enrolment.shishya_user_id and project_id = p_project_id and submission_id is null
    and stored_at is not null and removed_at is null;
  perform activity.note(enrolment.shishya_user_id, 'submit', 'project', p_project_id::text);
  perform activity.refresh_enrollment(enrolment.id);
  return made;
end
$$;
alter function activity.submit_project(integer, integer, text, text, text) owner to referee;
grant execute on function activity.submit_project(integer, integer, text, text, text) to shishya;

-- A submission that is still to be decided, locked after its enrolment, in the order in which
-- students' own functions lock.
create function activity.require_submission(p_submission_id integer) returns activity.user_project_submissions
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted activity.user_project_submissions;
begin
  select * into wanted from activity.user_project_submissions where id = p_submission_id;
  if not found then
    raise exception 'submission.not-found' using errcode = 'OS404';
  end if;
  perform from activity.course_enrollments
  where shishya_user_id = wanted.shishya_user_id and course_id = wanted.course_id for update;
  select * into wanted from activity.user_project_submissions where id = p_submission_id for update;
  if wanted.withdrawn_at is not null then
    raise exception 'submission.withdrawn' using errcode = 'OS409';
  elsif wanted.reviewed_at is not null then
    raise exception 'submission.reviewed' using errcode = 'OS409';
  end if;
  return wanted;
end
$$;
alter function activity.require_submission(integer) owner to referee;

-- A reviewer takes a submission up: from now on the student cannot put another in its place. Taken
-- again it passes to whoever took it last; the first review to arrive counts.
create function activity.take_submission(p_submission_id integer, p_reviewer text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted activity.user_project_submissions := activity.require_submission(p_submission_id);
begin
  if wanted.taken_by is not distinct from p_reviewer then
    return;
  end if;
  update activity.user_project_submissions
  set status = 'under_review', taken_by = p_reviewer, taken_at = clock_timestamp()
  where id = p_submission_id;
  if wanted.status = 'submitted' then
    perform activity.note(wanted.shishya_user_id, 'take up', 'submission', p_submission_id::text);
  end if;
end
$$;
alter function activity.take_submission(integer, text) owner to referee;
grant execute on function activity.take_submission(integer, text) to guru;

-- Whether a reviewer's list says of every criterion of the version, once and in any order, if it is met.
create function activity.is_complete_checklist(p_given jsonb, p_wanted jsonb) returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case when jsonb_typeof(p_given) = 'array' then
    not exists (
      select from jsonb_array_elements(p_given) entry
      where not case when jsonb_typeof(entry) = 'object' then
        entry - 'criterion' - 'met' - 'comment' = '{}'
        and jsonb_typeof(entry -> 'criterion') is not distinct from 'string'
        and jsonb_typeof(entry -> 'met') is not distinct from 'boolean'
        and coalesce(jsonb_typeof(entry -> 'comment'), 'string') = 'string'
        and char_length(coalesce(entry ->> 'comment', '')) <= 2000
      else false end
    )
    and (select array_agg(entry ->> 'criterion' order by entry ->> 'criterion') from jsonb_array_elements(p_given) entry)
      is not distinct from
      (select array_agg(entry ->> 'criterion' order by entry ->> 'criterion') from jsonb_array_elements(p_wanted) entry)
  else false end
$$;
alter function activity.is_complete_checklist(jsonb, jsonb) owner to referee;

-- Decides a submission that was taken up, once. Approving needs a score from 0 to 100, rejecting a
-- feedback that says what to change; the checklist is held against the version that was handed in.
create function activity.review_submission(p_submission_id integer, p_reviewer text, p_status text, p_score integer,
  p_feedback text, p_checklist jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted activity.user_project_submissions := activity.require_submission(p_submission_id);
  said constant text := nullif(btrim(coalesce(p_feedback, ''), E' \t\r\n'), '');
  criteria jsonb;
begin
  if wanted.status <> 'under_review' then
    raise exception 'submission.not-taken' using errcode = 'OS409';
  elsif p_status is null or p_status not in ('approved', 'rejected') then
    raise exception 'review.status' using errcode = 'OS422';
  elsif p_score not between 0 and 100 or (p_status = 'approved' and p_score is null) then
    raise exception 'review.score' using errcode = 'OS422';
  elsif p_status = 'rejected' and said is null then
    raise exception 'review.feedback' using errcode = 'OS422';
  elsif char_length(said) > 20000 then
    raise exception 'review.feedback-too-long' using errcode = 'OS422';
  end if;
  select evaluation_checklist into criteria from live.projects where id = wanted.project_id and version = wanted.version;
  if not activity.is_complete_checklist(p_checklist, criteria) then
    raise exception 'review.checklist' using errcode = 'OS422';
  end if;
  update activity.user_project_submissions
  set status = p_status, score = p_score, feedback = said, checklist = p_checklist, reviewed_by = p_reviewer,
    reviewed_at = clock_timestamp()
  where id = p_submission_id;
  perform activity.note(wanted.shishya_user_id, case p_status when 'approved' then 'approve' else 'reject' end,
    'submission', p_submission_id::text);
  perform activity.refresh_enrollment(e.id) from activity.course_enrollments e
  where e.shishya_user_id = wanted.shishya_user_id and e.course_id = wanted.course_id;
end
$$;
alter function activity.review_submission(integer, text, text, integer, text, jsonb) owner to referee;
grant execute on function activity.review_submission(integer, text, text, integer, text, jsonb) to guru;
