-- The student's verbs. Each is one function of the referee: it takes ids and answers, never a
-- student, a score or a time. A refusal is an exception whose SQLSTATE is OS + the HTTP status and
-- whose message is the stable code of the contract.

set local role ourshiksha_owner;
grant select on live.courses, live.modules, live.lessons, live.tests, live.questions, live.practice_labs,
  live.projects, live.certificates to referee;
reset role;

-- Makes, finds or updates the learner side of a confirmed account; called by the trigger on Strapi's
-- users, so in the transaction that confirms, blocks or changes the account. Who confirmed an address
-- owns it: a record left behind by a deleted account of that address is taken up again.
create function activity.ensure_student(p_user_id integer, p_name text, p_email text, p_blocked boolean) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted_status constant text := case when p_blocked then 'suspended' else 'active' end;
begin
  update activity.shishya_users set email = p_email, status = wanted_status
  where user_id = p_user_id and (email, status) is distinct from (p_email, wanted_status);
  if exists (select from activity.shishya_users where user_id = p_user_id) then
    return;
  end if;
  insert into activity.shishya_users (user_id, name, email, status) values (p_user_id, p_name, p_email, wanted_status)
  on conflict (lower(email)) do update set user_id = excluded.user_id, status = excluded.status;
end
$$;
alter function activity.ensure_student(integer, text, text, boolean) owner to referee;
grant execute on function activity.ensure_student(integer, text, text, boolean) to guru;

-- The student, or the refusal everybody without one gets.
create function activity.require_me() returns integer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.me();
begin
  if student is null then
    raise exception 'student.not-active' using errcode = 'OS403';
  end if;
  return student;
end
$$;
alter function activity.require_me() owner to referee;

-- The student's enrolment, locked, so that what one student does to one course happens in order.
create function activity.require_enrollment(p_course_id integer) returns activity.course_enrollments
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.require_me();
  enrolment activity.course_enrollments;
begin
  select * into enrolment from activity.course_enrollments
  where shishya_user_id = student and course_id = p_course_id
  for update;
  if not found then
    raise exception 'enrollment.not-found' using errcode = 'OS404';
  end if;
  return enrolment;
end
$$;
alter function activity.require_enrollment(integer) owner to referee;

-- What a student has and what the version asks for.
-- Progress is completed lessons and passed tests as a share of all lessons and tests, rounded down.
create function activity.tally(p_student integer, p_course_id integer, p_version integer,
  out lessons integer, out lessons_done integer, out tests integer, out tests_passed integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    (select count(*) from live.lessons l where l.course_id = p_course_id and l.version = p_version),
    (select count(*) from live.lessons l
      join activity.lesson_progress p on p.lesson_id = l.id and p.shishya_user_id = p_student and p.status = 'completed'
      where l.course_id = p_course_id and l.version = p_version),
    (select count(*) from live.tests t where t.course_id = p_course_id and t.version = p_version),
    (select count(*) from live.tests t
      where t.course_id = p_course_id and t.version = p_version
        and exists (select from activity.user_test_attempts a
          where a.test_id = t.id and a.shishya_user_id = p_student and a.passed))
$$;
alter function activity.tally(integer, integer, integer) owner to referee;

create function activity.refresh_enrollment(p_enrollment_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.course_enrollments e
  set progress_percentage = t.share,
      started_at = coalesce(e.started_at, clock_timestamp()),
      last_activity_at = clock_timestamp(),
      status = case when t.share = 100 then 'completed' else e.status end,
      completed_at = case when t.share = 100 then coalesce(e.completed_at, clock_timestamp()) else e.completed_at end
  from (
    select e2.id, (100 * (c.lessons_done + c.tests_passed)) / (c.lessons + c.tests) as share
    from activity.course_enrollments e2
    cross join lateral activity.tally(e2.shishya_user_id, e2.course_id, e2.version) c
    where e2.id = p_enrollment_id
  ) t
  where e.id = t.id
$$;
alter function activity.refresh_enrollment(integer) owner to referee;

create function activity.note(p_student integer, p_action text, p_entity_type text, p_entity_id text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, ip_address, user_agent)
  values (p_student, p_action, p_entity_type, p_entity_id,
    nullif(current_setting('app.ip_address', true), ''), nullif(current_setting('app.user_agent', true), ''))
$$;
alter function activity.note(integer, text, text, text) owner to referee;

-- Enrols in the current version of a free, published course. Again: nothing changes.
create function activity.enroll(p_course_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.require_me();
  wanted live.courses;
begin
  if exists (select from activity.course_enrollments where shishya_user_id = student and course_id = p_course_id) then
    return;
  end if;
  -- Without a lock: a publish or withdrawal at the same moment comes right after, and loses nobody.
  select * into wanted from live.courses
  where id = p_course_id and status = 'published' and deleted_at is null;
  if not found then
    raise exception 'course.not-found' using errcode = 'OS404';
  end if;
  if not wanted.is_free then
    raise exception 'course.not-free' using errcode = 'OS409';
  end if;
  insert into activity.course_enrollments (shishya_user_id, course_id, version)
  values (student, p_course_id, wanted.version)
  on conflict (shishya_user_id, course_id) do nothing;
  if found then
    perform activity.note(student, 'enroll', 'course', p_course_id::text);
  end if;
end
$$;
alter function activity.enroll(integer) owner to referee;
grant execute on function activity.enroll(integer) to shishya;

create function activity.complete_lesson(p_course_id integer, p_lesson_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_enrollment(p_course_id);
begin
  if not exists (select from live.lessons
    where id = p_lesson_id and version = enrolment.version and course_id = p_course_id) then
    raise exception 'lesson.not-found' using errcode = 'OS404';
  end if;
  insert into activity.lesson_progress (shishya_user_id, course_id, lesson_id, status, started_at, completed_at, notes_read)
  values (enrolment.shishya_user_id, p_course_id, p_lesson_id, 'completed', clock_timestamp(), clock_timestamp(), true)
  on conflict (shishya_user_id, lesson_id) do update
  set status = 'completed', completed_at = clock_timestamp(), notes_read = true, updated_at = clock_timestamp()
  where lesson_progress.status <> 'completed';
  if found then
    perform activity.note(enrolment.shishya_user_id, 'complete', 'lesson', p_lesson_id::text);
    perform activity.refresh_enrollment(enrolment.id);
  end if;
end
$$;
alter function activity.complete_lesson(integer, integer) owner to referee;
grant execute on function activity.complete_lesson(integer, integer) to shishya;

-- A typed answer counts without regard to case, to spaces at its ends and to how many stand between.
create function activity.same_answer(p_type text, p_given text, p_correct text) returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case p_type
    when 'fill_blank' then
      lower(regexp_replace(btrim(normalize(p_given, nfkc)), '\s+', ' ', 'g'))
      = lower(regexp_replace(btrim(normalize(p_correct, nfkc)), '\s+', ' ', 'g'))
    else p_given = p_correct
  end
$$;
alter function activity.same_answer(text, text, text) owner to referee;

-- The one place where answers meet keys: closes an attempt with its score.
-- Percentages are rounded down; passing compares the exact share.
create function activity.grade_attempt(p_attempt_id integer, p_answers jsonb, p_submitted_at timestamptz) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.user_test_attempts a
  set answers = p_answers,
      score = g.score,
      percentage = (100 * g.score) / a.max_score,
      passed = 100 * g.score >= t.passing_percentage * a.max_score,
      submitted_at = p_submitted_at,
      time_taken_seconds = greatest(0, floor(extract(epoch from p_submitted_at - a.started_at)))::integer
  from live.tests t,
    lateral (
      select count(*) filter (
        where activity.same_answer(q.type, p_answers ->> q.id::text, k.correct_answer)
      )::integer as score
      from live.questions q
      join keys.question_keys k on k.question_id = q.id and k.version = q.version
      where q.test_id = t.id and q.version = t.version
    ) g
  where a.id = p_attempt_id and t.id = a.test_id and t.version = a.version
$$;
alter function activity.grade_attempt(integer, jsonb, timestamptz) owner to referee;

-- Starts an attempt on the student's version, or returns the open one. An open one whose time is
-- over is first closed at its deadline, with what was saved.
create function activity.start_attempt(p_course_id integer, p_test_id integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_enrollment(p_course_id);
  chosen live.tests;
  open_attempt activity.user_test_attempts;
  questions integer;
  made integer;
  started timestamptz := clock_timestamp();
begin
  select * into open_attempt from activity.user_test_attempts
  where shishya_user_id = enrolment.shishya_user_id and test_id = p_test_id and course_id = p_course_id
    and submitted_at is null
  for update;
  if found then
    if open_attempt.deadline is null or started <= open_attempt.deadline then
      return open_attempt.id;
    end if;
    perform activity.grade_attempt(open_attempt.id, open_attempt.answers, open_attempt.deadline);
    perform activity.refresh_enrollment(enrolment.id);
  end if;

  select * into chosen from live.tests
  where id = p_test_id and version = enrolment.version and course_id = p_course_id;
  if not found then
    raise exception 'test.not-found' using errcode = 'OS404';
  end if;
  select count(*) into questions from live.questions where test_id = chosen.id and version = chosen.version;

  insert into activity.user_test_attempts (shishya_user_id, course_id, test_id, version, attempt_number, max_score,
    started_at, deadline)
  select enrolment.shishya_user_id, p_course_id, p_test_id, chosen.version, 1 + count(*), questions,
    started, started + make_interval(mins => chosen.time_limit)
  from activity.user_test_attempts
  where shishya_user_id = enrolment.shishya_user_id and test_id = p_test_id
  returning id into made;
  perform activity.note(enrolment.shishya_user_id, 'start', 'test', p_test_id::text);
  return made;
end
$$;
alter function activity.start_attempt(integer, integer) owner to referee;
grant execute on function activity.start_attempt(integer, integer) to shishya;

-- Submits an attempt once; a second submission changes nothing, the first result stands.
-- Half a minute of grace covers a slow line; the clock is read after the row is locked.
create function activity.submit_attempt(p_attempt_id integer, p_answers jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  student integer := activity.require_me();
  course integer;
  enrolment activity.course_enrollments;
  attempt activity.user_test_attempts;
  handed_in timestamptz;
begin
  select course_id into course from activity.user_test_attempts
  where id = p_attempt_id and shishya_user_id = student;
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  -- The enrolment first and then the attempt, as when starting one: so the two cannot lock each other out.
  enrolment := activity.require_enrollment(course);
  select * into attempt from activity.user_test_attempts where id = p_attempt_id for update;
  if attempt.submitted_at is not null then
    return;
  end if;
  handed_in := clock_timestamp();
  if handed_in > attempt.deadline + interval '30 seconds' then
    raise exception 'attempt.too-late' using errcode = 'OS409';
  end if;
  if exists (
    select from jsonb_object_keys(p_answers) given
    where not exists (select from live.questions q
      where q.id::text = given and q.test_id = attempt.test_id and q.version = attempt.version)
  ) then
    raise exception 'attempt.foreign-question' using errcode = 'OS422';
  end if;
  perform activity.grade_attempt(p_attempt_id, p_answers, handed_in);
  perform activity.note(student, 'submit', 'test', attempt.test_id::text);
  perform activity.refresh_enrollment(enrolment.id);
end
$$;
alter function activity.submit_attempt(integer, jsonb) owner to referee;
grant execute on function activity.submit_attempt(integer, jsonb) to shishya;

-- Right and wrong with the explanations, by question: only of one's own attempt, only once it is
-- submitted.
create function activity.attempt_results(p_attempt_id integer)
returns table (id integer, type text, question_text text, options jsonb, answer text, correct boolean,
  correct_answer text, explanation text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  attempt activity.user_test_attempts;
begin
  select * into attempt from activity.user_test_attempts a
  where a.id = p_attempt_id and a.shishya_user_id = activity.require_me();
  if not found then
    raise exception 'attempt.not-found' using errcode = 'OS404';
  end if;
  if attempt.submitted_at is null then
    raise exception 'attempt.still-open' using errcode = 'OS409';
  end if;
  return query
    select q.id, q.type, q.question_text, q.options, attempt.answers ->> q.id::text,
      coalesce(activity.same_answer(q.type, attempt.answers ->> q.id::text, k.correct_answer), false),
      k.correct_answer, k.explanation
    from live.questions q
    join keys.question_keys k on k.question_id = q.id and k.version = q.version
    where q.test_id = attempt.test_id and q.version = attempt.version
    order by q.order_index, q.id;
end
$$;
alter function activity.attempt_results(integer) owner to referee;
grant execute on function activity.attempt_results(integer) to shishya;

-- How many questions a test has; the outline tells it to people who may not read them yet.
create function live.question_count(p_test_id integer, p_version integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(*)::integer from live.questions where test_id = p_test_id and version = p_version
$$;
alter function live.question_count(integer, integer) owner to referee;
grant execute on function live.question_count(integer, integer) to shishya;
