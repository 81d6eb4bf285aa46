-- Learners and versions: who reads which, moving to a newer one, and courses that are withdrawn.

set local role ourshiksha_owner;

-- A withdrawn course ('draft') is hidden from the catalogue and from new enrolments; those enrolled
-- go on. A closed one is shut for them too. Nothing is lost either way.
alter table live.courses
  add column is_closed boolean not null default false,
  add constraint courses_closed_is_withdrawn check (not is_closed or status = 'draft');

-- What a student reads: the outline of a published course's current version; everything of the version
-- one is enrolled in, unless the course is closed; and the tests one has an attempt at, in that
-- attempt's version, because an attempt always ends on its own version.
do $$
declare
  seen text;
begin
  foreach seen in array array['course_contents', 'modules', 'lessons', 'tests', 'practice_labs', 'projects', 'certificates']
  loop
    execute format('drop policy outline on live.%I', seen);
    execute format($policy$
      create policy outline on live.%1$I for select to shishya using (
        exists (select from live.courses c where c.id = %1$I.course_id and c.version = %1$I.version
          and c.status = 'published' and c.deleted_at is null)
        or exists (select from activity.course_enrollments e
          join live.courses c on c.id = e.course_id
          where e.course_id = %1$I.course_id and e.version = %1$I.version and %2$s)
      )$policy$, seen,
      -- The name of a closed course stays in the student's list.
      case when seen = 'course_contents' then 'true' else 'not c.is_closed' end);
  end loop;
  foreach seen in array array['ai_notes', 'questions', 'project_steps']
  loop
    execute format('drop policy enrolled on live.%I', seen);
    execute format($policy$
      create policy enrolled on live.%1$I for select to shishya using (
        exists (select from activity.course_enrollments e
          join live.courses c on c.id = e.course_id
          where e.course_id = %1$I.course_id and e.version = %1$I.version and not c.is_closed)
      )$policy$, seen);
  end loop;
end
$$;
create policy attempted on live.tests for select to shishya using (
  exists (select from activity.user_test_attempts a where a.test_id = tests.id and a.version = tests.version));
create policy attempted on live.questions for select to shishya using (
  exists (select from activity.user_test_attempts a
    where a.test_id = questions.test_id and a.version = questions.version));

reset role;

-- The enrolment of somebody who wants to learn on: refused while the course is closed. Submitting an
-- open attempt and taking a certificate that was earned ask for the enrolment only.
create function activity.require_open_enrollment(p_course_id integer) returns activity.course_enrollments
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_enrollment(p_course_id);
begin
  if exists (select from live.courses where id = p_course_id and is_closed) then
    raise exception 'course.closed' using errcode = 'OS403';
  end if;
  return enrolment;
end
$$;
alter function activity.require_open_enrollment(integer) owner to referee;

create or replace function activity.complete_lesson(p_course_id integer, p_lesson_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
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

create or replace function activity.start_attempt(p_course_id integer, p_test_id integer) returns integer
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
  -- An attempt that was open goes on in a closed course; a new one does not begin.
  enrolment := activity.require_open_enrollment(p_course_id);

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

-- Moves all learners of a course who are behind to its current version, for the editor who publishes
-- it, and says how many they were. The version is named, so that nobody is moved to one that another
-- editor published in between. Progress is counted anew over the new version's lessons and tests, by
-- identity: what was done stays done, what the version dropped stays in the record, a completed course
-- stays completed. Nobody was active by it, so that time stays too.
create function activity.move_learners(p_course_id integer, p_to_version integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
-- The planner sees how many things the version has, whose rows no statistics know yet.
set plan_cache_mode = force_custom_plan
as $$
declare
  lessons constant integer[] := (select coalesce(array_agg(id), '{}') from live.lessons
    where course_id = p_course_id and version = p_to_version);
  tests constant integer[] := (select coalesce(array_agg(id), '{}') from live.tests
    where course_id = p_course_id and version = p_to_version);
  moved integer;
begin
  if not exists (select from live.courses
    where id = p_course_id and version = p_to_version and status = 'published' and deleted_at is null) then
    raise exception 'version.not-current' using errcode = 'OS409';
  end if;
  with counted as materialized (
    select e.id, e.version as from_version, (100 * (
        (select count(*) from activity.lesson_progress p
          where p.shishya_user_id = e.shishya_user_id and p.course_id = p_course_id
            and p.status = 'completed' and p.lesson_id = any (lessons))
        + (select count(distinct a.test_id) from activity.user_test_attempts a
          where a.shishya_user_id = e.shishya_user_id and a.course_id = p_course_id
            and a.passed and a.test_id = any (tests))
      )) / (cardinality(lessons) + cardinality(tests)) as share
    from activity.course_enrollments e
    where e.course_id = p_course_id and e.version < p_to_version
  ), pinned as (
    update activity.course_enrollments e
    set version = p_to_version,
        progress_percentage = c.share,
        status = case when c.share = 100 then 'completed' else e.status end,
        completed_at = case when c.share = 100 then coalesce(e.completed_at, clock_timestamp()) else e.completed_at end
    from counted c
    where e.id = c.id
    returning e.shishya_user_id, c.from_version
  )
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata)
  select shishya_user_id, 'move', 'course', p_course_id::text,
    jsonb_build_object('from_version', from_version, 'to_version', p_to_version, 'by', 'school')
  from pinned;
  get diagnostics moved = row_count;
  return moved;
end
$$;
alter function activity.move_learners(integer, integer) owner to referee;
grant execute on function activity.move_learners(integer, integer) to guru;

-- The student's own move: only forward, and only to what is current and published. Again changes
-- nothing. One student's progress is found by index, however many learn the course.
create function activity.move_to_current(p_course_id integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  enrolment activity.course_enrollments := activity.require_open_enrollment(p_course_id);
  newest integer;
begin
  select c.version into newest from live.courses c
  where c.id = p_course_id and c.status = 'published' and c.deleted_at is null and c.version > enrolment.version;
  if not found then
    return;
  end if;
  update activity.course_enrollments set version = newest where id = enrolment.id;
  perform activity.refresh_enrollment(enrolment.id);
  insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id, metadata, ip_address, user_agent)
  values (enrolment.shishya_user_id, 'move', 'course', p_course_id::text,
    jsonb_build_object('from_version', enrolment.version, 'to_version', newest, 'by', 'student'),
    nullif(current_setting('app.ip_address', true), ''), nullif(current_setting('app.user_agent', true), ''));
end
$$;
alter function activity.move_to_current(integer) owner to referee;
grant execute on function activity.move_to_current(integer) to shishya;

set local role ourshiksha_owner;
grant select on live.ai_notes, live.project_steps to referee;
reset role;

-- The parts of a version a student knows by title, in the course's order, with a fingerprint of all
-- that students see of each. Parts of parts count for their owner: notes for the lesson, questions for
-- the test, steps for the project. Answers and solutions are not looked at.
create function live.outline_parts(p_course_id integer, p_version integer)
returns table (kind text, id integer, module_id integer, title text, place bigint, fingerprint text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with parts as (
    select 'module' as kind, m.id, m.id as module_id, m.title, m.order_index as module_order, 0 as rank, 0 as own_order,
      md5(row(m.title, m.description, m.estimated_time)::text) as fingerprint
    from live.modules m where m.course_id = p_course_id and m.version = p_version
    union all
    select 'lesson', l.id, l.module_id, l.title, m.order_index, 1, l.order_index,
      md5(row(l.title, l.objectives, l.estimated_time, l.key_concepts, l.video_url, l.youtube_references,
        l.external_links, n.content, n.simplified_explanation, n.bullet_notes, n.key_takeaways, n.interview_questions)::text)
    from live.lessons l
    join live.modules m on m.id = l.module_id and m.version = l.version
    left join live.ai_notes n on n.lesson_id = l.id and n.version = l.version
    where l.course_id = p_course_id and l.version = p_version
    union all
    select 'practice_lab', b.id, coalesce(b.module_id, l.module_id), b.title, m.order_index, 2, b.order_index,
      md5(row(b.title, b.difficulty, b.language, b.estimated_time, b.validation_type, b.description, b.instructions,
        b.starter_code, b.expected_output, b.hints)::text)
    from live.practice_labs b
    left join live.lessons l on l.id = b.lesson_id and l.version = b.version
    left join live.modules m on m.id = coalesce(b.module_id, l.module_id) and m.version = b.version
    where b.course_id = p_course_id and b.version = p_version
    union all
    select 'test', t.id, t.module_id, t.title, m.order_index, 3, t.order_index,
      md5(row(t.title, t.description, t.passing_percentage, t.time_limit, t.difficulty,
        (select jsonb_agg(jsonb_build_array(q.id, q.type, q.question_text, q.options) order by q.order_index, q.id)
          from live.questions q where q.test_id = t.id and q.version = t.version))::text)
    from live.tests t
    left join live.modules m on m.id = t.module_id and m.version = t.version
    where t.course_id = p_course_id and t.version = p_version
    union all
    select 'project', p.id, p.module_id, p.title, m.order_index, 4, p.order_index,
      md5(row(p.title, p.difficulty, p.description, p.problem_statement, p.objectives, p.deliverables,
        p.submission_instructions, p.tech_stack, p.evaluation_checklist,
        (select jsonb_agg(jsonb_build_array(s.id, s.title, s.description, s.code_snippet, s.tips) order by s.step_number)
          from live.project_steps s where s.project_id = p.id and s.version = p.version))::text)
    from live.projects p
    left join live.modules m on m.id = p.module_id and m.version = p.version
    where p.course_id = p_course_id and p.version = p_version
  )
  select parts.kind, parts.id, parts.module_id, parts.title,
    row_number() over (order by parts.module_order nulls last, parts.rank, parts.own_order, parts.id), parts.fingerprint
  from parts
$$;
alter function live.outline_parts(integer, integer) owner to referee;

-- What is different in the current version for a student: titles only, in the course's order, with
-- what is gone at the end. Empty on the current version.
create function activity.version_changes(p_course_id integer)
returns table (kind text, id integer, title text, change text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with mine as (
    select e.course_id, e.version, c.version as current
    from activity.course_enrollments e
    join live.courses c on c.id = e.course_id
    where e.shishya_user_id = activity.require_me() and e.course_id = p_course_id
      and c.status = 'published' and c.deleted_at is null and c.version > e.version
  ), before as (
    select p.* from mine, live.outline_parts(mine.course_id, mine.version) p
  ), after as (
    select p.* from mine, live.outline_parts(mine.course_id, mine.current) p
  )
  select kind, id, coalesce(after.title, before.title),
    case when before.place is null then 'added' when after.place is null then 'removed'
      when before.fingerprint <> after.fingerprint then 'changed' else 'moved' end
  from before full join after using (kind, id)
  where before.place is null or after.place is null or before.fingerprint <> after.fingerprint
    or before.module_id is distinct from after.module_id
  order by after.place nulls last, before.place
$$;
alter function activity.version_changes(integer) owner to referee;
grant execute on function activity.version_changes(integer) to shishya;
