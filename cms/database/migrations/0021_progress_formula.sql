-- What counts as progress, where a student stands with each step of a course, and what comes next.
-- docs/progress.md explains the formula.

-- The steps of a version in the course's order: module by module its lessons, each followed by its own
-- labs, then the module's labs, tests and projects; at the end what belongs to no module.
create function live.course_steps(p_course_id integer, p_version integer)
returns table (kind text, id integer, title text, place bigint)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with steps as (
    select 'lesson' as kind, l.id, l.title, l.module_id, l.order_index as lesson_order, l.id as lesson_id, 0 as rank, 0 as own_order
    from live.lessons l where l.course_id = p_course_id and l.version = p_version
    union all
    select 'lab', b.id, b.title, coalesce(b.module_id, l.module_id), l.order_index, l.id, 1, b.order_index
    from live.practice_labs b
    left join live.lessons l on l.id = b.lesson_id and l.version = b.version
    where b.course_id = p_course_id and b.version = p_version
    union all
    select 'test', t.id, t.title, t.module_id, null, null, 2, t.order_index
    from live.tests t where t.course_id = p_course_id and t.version = p_version
    union all
    select 'project', p.id, p.title, p.module_id, null, null, 3, p.order_index
    from live.projects p where p.course_id = p_course_id and p.version = p_version
  )
  select s.kind, s.id, s.title, row_number() over (order by m.order_index nulls last, m.id,
    s.lesson_order nulls last, s.lesson_id, s.rank, s.own_order, s.id)
  from steps s
  left join live.modules m on m.id = s.module_id and m.version = p_version
$$;
alter function live.course_steps(integer, integer) owner to referee;

-- Whole percent, rounded down, so that 100 means everything. Of nothing, nothing is done.
create function activity.percentage_of(p_done bigint, p_every bigint) returns integer
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((100 * p_done / nullif(p_every, 0))::integer, 0)
$$;
alter function activity.percentage_of(bigint, bigint) owner to referee;

-- What a student has and what the version asks for. Labs are those that the server can verify: what a
-- student only says of a lab counts nowhere.
drop function activity.tally(integer, integer, integer);
create function activity.tally(p_student integer, p_course_id integer, p_version integer,
  out lessons integer, out lessons_done integer, out tests integer, out tests_passed integer,
  out labs integer, out labs_done integer, out projects integer, out projects_done integer, out percentage integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select l.every, l.done, t.every, t.done, b.every, b.done, p.every, p.done,
    activity.percentage_of(l.done + t.done + b.done + p.done, l.every + t.every + b.every + p.every)
  from (
    select count(*)::integer as every, count(g.id)::integer as done
    from live.lessons l
    left join activity.lesson_progress g
      on g.lesson_id = l.id and g.shishya_user_id = p_student and g.status = 'completed'
    where l.course_id = p_course_id and l.version = p_version
  ) l, (
    select count(*)::integer as every, (count(*) filter (where t.id in (
      select a.test_id from activity.graded_attempts a
      where a.shishya_user_id = p_student and a.course_id = p_course_id and a.passed)))::integer as done
    from live.tests t where t.course_id = p_course_id and t.version = p_version
  ) t, (
    select count(*)::integer as every, count(g.verified_at)::integer as done
    from live.practice_labs b
    left join activity.user_lab_progress g on g.lab_id = b.id and g.shishya_user_id = p_student
    where b.course_id = p_course_id and b.version = p_version and live.lab_is_verifiable(b.id, b.version)
  ) b, (
    select count(*)::integer as every, (count(*) filter (where p.id in (
      select s.project_id from activity.user_project_submissions s
      where s.shishya_user_id = p_student and s.course_id = p_course_id and s.status = 'approved')))::integer as done
    from live.projects p where p.course_id = p_course_id and p.version = p_version
  ) p
$$;
alter function activity.tally(integer, integer, integer) owner to referee;

create or replace function activity.refresh_enrollment(p_enrollment_id integer) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update activity.course_enrollments e
  set progress_percentage = t.percentage,
      started_at = coalesce(e.started_at, clock_timestamp()),
      last_activity_at = clock_timestamp(),
      status = case when t.percentage = 100 then 'completed' else e.status end,
      completed_at = case when t.percentage = 100 then coalesce(e.completed_at, clock_timestamp()) else e.completed_at end
  from (
    select e2.id, c.percentage
    from activity.course_enrollments e2
    cross join lateral activity.tally(e2.shishya_user_id, e2.course_id, e2.version) c
    where e2.id = p_enrollment_id
  ) t
  where e.id = t.id
$$;

-- As before, with the formula above over all learners at once: what the version has is looked up once.
create or replace function activity.move_learners(p_course_id integer, p_to_version integer) returns integer
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
  labs constant integer[] := (select coalesce(array_agg(id), '{}') from live.practice_labs
    where course_id = p_course_id and version = p_to_version and live.lab_is_verifiable(id, version));
  projects constant integer[] := (select coalesce(array_agg(id), '{}') from live.projects
    where course_id = p_course_id and version = p_to_version);
  every constant integer := cardinality(lessons) + cardinality(tests) + cardinality(labs) + cardinality(projects);
  moved integer;
begin
  if not exists (select from live.courses
    where id = p_course_id and version = p_to_version and status = 'published' and deleted_at is null) then
    raise exception 'version.not-current' using errcode = 'OS409';
  end if;
  with done as (
    select shishya_user_id, count(*) as steps from (
      select p.shishya_user_id, p.lesson_id from activity.lesson_progress p
      where p.course_id = p_course_id and p.status = 'completed' and p.lesson_id = any (lessons)
      union
      select a.shishya_user_id, a.test_id from activity.graded_attempts a
      where a.course_id = p_course_id and a.passed and a.test_id = any (tests)
      union
      select b.shishya_user_id, b.lab_id from activity.user_lab_progress b
      where b.course_id = p_course_id and b.verified_at is not null and b.lab_id = any (labs)
      union
      select s.shishya_user_id, s.project_id from activity.user_project_submissions s
      where s.course_id = p_course_id and s.status = 'approved' and s.project_id = any (projects)
    ) step
    group by shishya_user_id
  ), counted as materialized (
    select e.id, e.version as from_version, activity.percentage_of(coalesce(d.steps, 0), every) as share
    from activity.course_enrollments e
    left join done d on d.shishya_user_id = e.shishya_user_id
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

-- A certificate that asks for labs asks for those the server can verify.
create or replace function activity.certificate_eligibility(p_student integer, p_course_id integer, p_version integer)
returns table (eligible boolean, lessons integer, lessons_done integer, tests integer, tests_passed integer,
  labs integer, labs_done integer, projects integer, projects_done integer)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    t.lessons_done = t.lessons
      and (not c.requires_test_pass or t.tests_passed = t.tests)
      and (not c.requires_lab_completion or t.labs_done = t.labs)
      and (not c.requires_project_completion or t.projects_done = t.projects),
    t.lessons, t.lessons_done,
    case when c.requires_test_pass then t.tests end, case when c.requires_test_pass then t.tests_passed end,
    case when c.requires_lab_completion then t.labs end, case when c.requires_lab_completion then t.labs_done end,
    case when c.requires_project_completion then t.projects end,
    case when c.requires_project_completion then t.projects_done end
  from live.certificates c
  cross join lateral activity.tally(p_student, p_course_id, p_version) t
  where c.course_id = p_course_id and c.version = p_version
$$;

-- Every step of the student's own versions, in the course's order, with how the student stands:
-- `done`; `declared`, a lab that nobody can verify, by the student's word; `waiting`, a project that is
-- being reviewed; `rejected`, one to hand in again; `open`. `counts` says whether it is part of the
-- percentage. The titles of a closed course are not told.
create function activity.my_steps(p_course_id integer default null)
returns table (course_id integer, kind text, id integer, title text, place bigint, state text, counts boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with mine as (
    select e.shishya_user_id, e.course_id, e.version, c.is_closed
    from activity.course_enrollments e
    join live.courses c on c.id = e.course_id
    where e.shishya_user_id = activity.me() and (p_course_id is null or e.course_id = p_course_id)
  ), record as (
    -- An id is of one thing only, whatever its kind.
    select p.lesson_id as id, 'done' as state from mine join activity.lesson_progress p
      on p.shishya_user_id = mine.shishya_user_id and p.course_id = mine.course_id and p.status = 'completed'
    union all
    select distinct a.test_id, 'done' from mine join activity.graded_attempts a
      on a.shishya_user_id = mine.shishya_user_id and a.course_id = mine.course_id and a.passed
    union all
    select b.lab_id, case when b.verified_at is null then 'declared' else 'done' end
    from mine join activity.user_lab_progress b
      on b.shishya_user_id = mine.shishya_user_id and b.course_id = mine.course_id
        and (b.status = 'completed' or b.verified_at is not null)
    union all
    select s.project_id, case s.status when 'approved' then 'done' when 'rejected' then 'rejected' else 'waiting' end
    from mine join activity.latest_submissions s
      on s.shishya_user_id = mine.shishya_user_id and s.course_id = mine.course_id
  )
  select mine.course_id, s.kind, s.id, case when mine.is_closed then '' else s.title end, s.place,
    coalesce(r.state, 'open'), s.kind <> 'lab' or live.lab_is_verifiable(s.id, mine.version)
  from mine
  cross join lateral live.course_steps(mine.course_id, mine.version) s
  left join record r on r.id = s.id
$$;
alter function activity.my_steps(integer) owner to referee;
grant execute on function activity.my_steps(integer) to shishya;

-- Percentages that were counted by the formula of before.
update activity.course_enrollments e set progress_percentage = t.percentage
from (
  select e2.id, c.percentage from activity.course_enrollments e2
  cross join lateral activity.tally(e2.shishya_user_id, e2.course_id, e2.version) c
) t
where e.id = t.id and e.progress_percentage <> t.percentage;
