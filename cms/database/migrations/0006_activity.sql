-- What students do. They read their own rows by row-level security and write through the referee's
-- functions only (next files), so no statement of theirs can name a score, a time or another student.

set local role ourshiksha_owner;

create table activity.shishya_users (
  id integer generated always as identity primary key,
  -- The account: a users-permissions user in Strapi's schema. Not a foreign key, because the record
  -- outlives the account.
  user_id integer not null unique,
  external_id text,
  name text not null check (char_length(name) between 1 and 300),
  email text not null,
  phone text,
  avatar_url text,
  status text not null default 'active' check (status in ('active', 'suspended')),
  last_active_at timestamptz,
  total_spend integer not null default 0 check (total_spend >= 0),
  signup_source text not null default 'site',
  created_at timestamptz not null default clock_timestamp()
);
create unique index shishya_users_email on activity.shishya_users (lower(email));

reset role;

-- The student on whose behalf this transaction runs; null for a visitor, an unknown account or a
-- suspended student, so that every policy and function below then sees nobody.
create function activity.me() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select id from activity.shishya_users
  where user_id = nullif(current_setting('app.user_id', true), '')::integer and status = 'active'
$$;
alter function activity.me() owner to referee;
grant execute on function activity.me() to shishya;

set local role ourshiksha_owner;

create table activity.course_enrollments (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  -- The version the student learns; pages, tests and certificate follow it.
  version integer not null,
  enrolled_at timestamptz not null default clock_timestamp(),
  status text not null default 'active' check (status in ('active', 'completed', 'dropped')),
  progress_percentage integer not null default 0 check (progress_percentage between 0 and 100),
  started_at timestamptz,
  completed_at timestamptz,
  last_activity_at timestamptz not null default clock_timestamp(),
  certificate_issued boolean not null default false,
  payment_id integer,
  created_at timestamptz not null default clock_timestamp(),
  unique (shishya_user_id, course_id),
  foreign key (course_id, version) references live.course_contents (id, version),
  check (status <> 'completed' or completed_at is not null)
);
create index course_enrollments_version on activity.course_enrollments (course_id, version);

create table activity.lesson_progress (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  lesson_id integer not null,
  status text not null check (status in ('not_started', 'in_progress', 'completed')),
  started_at timestamptz,
  completed_at timestamptz,
  time_spent_seconds integer not null default 0 check (time_spent_seconds >= 0),
  video_watch_percentage integer not null default 0 check (video_watch_percentage between 0 and 100),
  notes_read boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (shishya_user_id, lesson_id),
  foreign key (lesson_id, course_id) references live.nodes (id, course_id),
  check ((status = 'completed') = (completed_at is not null))
);
create index lesson_progress_course on activity.lesson_progress (shishya_user_id, course_id);

create table activity.user_lab_progress (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  lab_id integer not null,
  status text not null check (status in ('not_started', 'in_progress', 'completed')),
  user_code text,
  attempts integer not null default 0 check (attempts >= 0),
  hints_used integer not null default 0 check (hints_used >= 0),
  started_at timestamptz,
  completed_at timestamptz,
  time_spent_seconds integer not null default 0 check (time_spent_seconds >= 0),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (shishya_user_id, lab_id),
  foreign key (lab_id, course_id) references live.nodes (id, course_id),
  check ((status = 'completed') = (completed_at is not null))
);
create index user_lab_progress_course on activity.user_lab_progress (shishya_user_id, course_id);

create table activity.user_test_attempts (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  test_id integer not null,
  -- Fixed at the start: a publish meanwhile changes nothing for this attempt.
  version integer not null,
  attempt_number integer not null check (attempt_number > 0),
  score integer check (score between 0 and max_score),
  max_score integer not null check (max_score > 0),
  percentage integer check (percentage between 0 and 100),
  passed boolean,
  -- By question id: what the student chose or typed.
  answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  started_at timestamptz not null default clock_timestamp(),
  deadline timestamptz,
  submitted_at timestamptz,
  time_taken_seconds integer check (time_taken_seconds >= 0),
  created_at timestamptz not null default clock_timestamp(),
  unique (shishya_user_id, test_id, attempt_number),
  foreign key (test_id, version) references live.tests (id, version),
  foreign key (test_id, course_id) references live.nodes (id, course_id),
  -- Open, or submitted with everything a result has; nothing between.
  check ((submitted_at is null) = (score is null)
    and (submitted_at is null) = (percentage is null)
    and (submitted_at is null) = (passed is null)
    and (submitted_at is null) = (time_taken_seconds is null))
);
create unique index user_test_attempts_one_open on activity.user_test_attempts (shishya_user_id, test_id)
  where submitted_at is null;
create index user_test_attempts_course on activity.user_test_attempts (shishya_user_id, course_id, test_id);
create index user_test_attempts_version on activity.user_test_attempts (test_id, version);

-- A submitted attempt is a record.
create function activity.refuse_submitted_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if old.submitted_at is not null then
    raise exception 'attempt % was submitted; a record is not changed', old.id using errcode = '42501';
  end if;
  return new;
end
$$;
grant execute on function activity.refuse_submitted_change() to referee;
create trigger refuse_submitted_change before update on activity.user_test_attempts
  for each row execute function activity.refuse_submitted_change();

create table activity.user_project_submissions (
  id integer generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  course_id integer not null,
  project_id integer not null,
  version integer not null,
  submission_url text,
  submission_notes text not null default '',
  status text not null default 'submitted' check (status in ('submitted', 'under_review', 'approved', 'rejected')),
  score integer check (score between 0 and 100),
  feedback text,
  reviewed_by text,
  reviewed_at timestamptz,
  submitted_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  foreign key (project_id, version) references live.projects (id, version),
  foreign key (project_id, course_id) references live.nodes (id, course_id),
  check ((status in ('approved', 'rejected')) = (reviewed_at is not null))
);
create index user_project_submissions_course on activity.user_project_submissions (shishya_user_id, course_id, project_id);

create table activity.activity_logs (
  id bigint generated always as identity primary key,
  shishya_user_id integer not null references activity.shishya_users (id),
  action text not null,
  entity_type text not null,
  entity_id text not null,
  metadata jsonb not null default '{}',
  ip_address text,
  user_agent text,
  created_at timestamptz not null default clock_timestamp()
);
create index activity_logs_student on activity.activity_logs (shishya_user_id, id desc);

do $$
declare
  own text;
begin
  foreach own in array array['course_enrollments', 'lesson_progress', 'user_lab_progress', 'user_test_attempts',
    'user_project_submissions', 'activity_logs']
  loop
    call live.protect(('activity.' || own)::regclass, 'select');
    execute format('grant select on activity.%I to shishya', own);
    execute format('grant select, insert, update on activity.%I to referee', own);
    execute format(
      'create policy own_rows on activity.%I for select to shishya using (shishya_user_id = (select activity.me()))',
      own);
  end loop;
end
$$;
call live.write_once('activity.activity_logs');
revoke update on activity.activity_logs from referee;

call live.protect('activity.shishya_users', 'select');
grant select on activity.shishya_users to shishya;
grant select, insert, update on activity.shishya_users to referee;
create policy own_row on activity.shishya_users for select to shishya using (id = (select activity.me()));

do $$
declare
  recorded text;
begin
  foreach recorded in array array['shishya_users', 'course_enrollments', 'lesson_progress', 'user_lab_progress',
    'user_test_attempts', 'user_project_submissions']
  loop
    execute format(
      'create trigger audit after insert or update or delete on activity.%I for each row execute function audit.record()',
      recorded);
    execute format(
      'create trigger refuse_delete before delete on activity.%I for each row execute function live.refuse_change()',
      recorded);
    execute format(
      'create trigger refuse_truncate before truncate on activity.%I for each statement execute function live.refuse_change()',
      recorded);
  end loop;
end
$$;

-- What a student may read of live. The catalogue's level (course, outline) is open for the current
-- version of a published course; the content itself only for those enrolled in that very version.
create policy catalogue on live.courses for select to shishya using (
  (status = 'published' and deleted_at is null)
  or exists (select from activity.course_enrollments e where e.course_id = courses.id)
);

do $$
declare
  seen text;
begin
  foreach seen in array array['course_contents', 'modules', 'lessons', 'tests', 'practice_labs', 'projects', 'certificates']
  loop
    execute format($policy$
      create policy outline on live.%1$I for select to shishya using (
        exists (select from live.courses c where c.id = %1$I.course_id and c.version = %1$I.version
          and c.status = 'published' and c.deleted_at is null)
        or exists (select from activity.course_enrollments e
          where e.course_id = %1$I.course_id and e.version = %1$I.version)
      )$policy$, seen);
  end loop;
  foreach seen in array array['ai_notes', 'questions', 'project_steps']
  loop
    execute format($policy$
      create policy enrolled on live.%1$I for select to shishya using (
        exists (select from activity.course_enrollments e
          where e.course_id = %1$I.course_id and e.version = %1$I.version)
      )$policy$, seen);
  end loop;
end
$$;

reset role;
