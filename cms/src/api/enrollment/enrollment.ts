import type { Enrollment, Overlay, Waiting } from '@ourshiksha/contract/enrollment';
import { Refusal } from '../../lib/refusal';
import type { StudentDatabase } from '../../lib/students';

/**
 * The student's enrolments, or the one in a course. Row-level security leaves only the student's
 * own; steps are those of the enrolment's version.
 */
export function readEnrollments(
  database: StudentDatabase,
  courseId: number | null,
): Promise<Enrollment[]> {
  return database.rows<Enrollment>(
    `with steps as materialized (
      select s.*,
        -- Nothing is to do in what is done, or lies with a reviewer.
        s.state in ('open', 'rejected') as is_open,
        jsonb_build_object('kind', s.kind, 'id', s.id, 'title', s.title) as named
      from activity.my_steps($1) s
    )
    select e.course_id, e.version,
      case when v.status = 'published' and v.deleted_at is null then v.version else e.version end as current_version,
      case when v.is_closed then 'closed' when v.status = 'published' and v.deleted_at is null then 'published'
        else 'unpublished' end as course_state,
      c.name as course_name, c.description as course_description, c.thumbnail_url,
      e.status, e.enrolled_at, e.started_at, e.last_activity_at, e.completed_at, e.progress_percentage,
      p.lessons_completed, p.lesson_count, p.tests_passed, p.test_count, p.labs_verified, p.lab_count,
      p.projects_approved, p.project_count,
      case when not v.is_closed then p.next end as next,
      case when not v.is_closed then p.last end as last,
      k.certificate_number,
      k.certificate_number is null and p.lessons_completed = p.lesson_count and coalesce(
        (select g.eligible from activity.my_eligibility(e.course_id) g), false) as certificate_ready
    from activity.course_enrollments e
    join live.courses v on v.id = e.course_id
    join live.course_contents c on c.id = e.course_id and c.version = e.version
    cross join lateral (
      select
        count(*) filter (where s.kind = 'lesson') as lesson_count,
        count(*) filter (where s.kind = 'lesson' and s.state = 'done') as lessons_completed,
        count(*) filter (where s.kind = 'test') as test_count,
        count(*) filter (where s.kind = 'test' and s.state = 'done') as tests_passed,
        count(*) filter (where s.kind = 'lab' and s.counts) as lab_count,
        count(*) filter (where s.kind = 'lab' and s.counts and s.state = 'done') as labs_verified,
        count(*) filter (where s.kind = 'project') as project_count,
        count(*) filter (where s.kind = 'project' and s.state = 'done') as projects_approved,
        (array_agg(s.named order by s.place) filter (where s.is_open and s.counts))[1] as next,
        (array_agg(s.named) filter (where s.is_open and (s.kind, s.id) = (e.last_kind, e.last_id)))[1] as last
      from steps s where s.course_id = e.course_id
    ) p
    -- The one that stands: none takes its place.
    left join activity.issued_certificates k on k.course_id = e.course_id
      and not exists (select from activity.issued_certificates n where n.replaces_id = k.id)
    where $1::integer is null or e.course_id = $1
    order by e.last_activity_at desc, e.id desc`,
    [courseId],
  );
}

/** How the student stands with each step of a course. */
export async function readOverlay(database: StudentDatabase, courseId: number): Promise<Overlay> {
  const [overlay] = await database.rows<Overlay>(
    `with steps as (select * from activity.my_steps($1))
    select
      -- What the version dropped stays in the record.
      (select coalesce(jsonb_agg(lesson_id order by lesson_id), '[]') from activity.lesson_progress
        where course_id = $1 and status = 'completed') as completed_lesson_ids,
      (select coalesce(jsonb_agg(distinct test_id order by test_id), '[]') from activity.graded_attempts
        where course_id = $1 and passed) as passed_test_ids,
      (select coalesce(jsonb_agg(id order by id), '[]') from steps where kind = 'lab' and counts and state = 'done')
        as verified_lab_ids,
      (select coalesce(jsonb_agg(id order by id), '[]') from steps where kind = 'lab' and not counts)
        as optional_lab_ids,
      (select coalesce(jsonb_agg(id order by id), '[]') from steps
        where kind = 'lab' and not counts and state in ('done', 'declared')) as declared_lab_ids,
      (select coalesce(jsonb_agg(jsonb_build_object('project_id', id,
          'state', case state when 'done' then 'approved' else state end) order by id), '[]')
        from steps where kind = 'project' and state <> 'open') as projects`,
    [courseId],
  );
  if (overlay === undefined) throw new Error('A select without from returns one row.');
  return overlay;
}

/** What waits for the student, and the clock it is measured by. */
export async function readWaiting(
  database: StudentDatabase,
): Promise<{ waiting: Waiting; server_time: string }> {
  const [row] = await database.rows<{ waiting: Waiting; server_time: string }>(
    `select jsonb_build_object(
      'attempts', (
        select coalesce(jsonb_agg(jsonb_build_object('attempt_id', a.id, 'course_id', a.course_id,
          'course_name', c.name, 'test_id', a.test_id, 'title', t.title, 'started_at', a.started_at,
          'deadline', a.deadline) order by a.deadline nulls last, a.id), '[]')
        from activity.user_test_attempts a
        join live.tests t on t.id = a.test_id and t.version = a.version
        join activity.course_enrollments e on e.course_id = a.course_id
        join live.course_contents c on c.id = e.course_id and c.version = e.version
        -- One whose time is over is handed in by the sweeper, not by the student.
        where a.submitted_at is null and coalesce(a.deadline > clock_timestamp(), true)),
      'projects', (
        select coalesce(jsonb_agg(jsonb_build_object('course_id', s.course_id, 'course_name', c.name,
          'project_id', s.project_id, 'title', p.title, 'feedback', s.feedback, 'reviewed_at', s.reviewed_at)
          order by s.reviewed_at desc), '[]')
        from activity.latest_submissions s
        join activity.course_enrollments e on e.course_id = s.course_id
        join live.course_contents c on c.id = e.course_id and c.version = e.version
        join live.projects p on p.id = s.project_id and p.version = e.version
        where s.status = 'rejected')
    ) as waiting, clock_timestamp() as server_time`,
  );
  if (row === undefined) throw new Error('A select without from returns one row.');
  return row;
}

/** The student's enrolment in a course, or the refusal. */
export async function readEnrollment(
  database: StudentDatabase,
  courseId: number,
): Promise<Enrollment> {
  const [enrollment] = await readEnrollments(database, courseId);
  if (enrollment === undefined) throw new Refusal(404, 'enrollment.not-found');
  return enrollment;
}

/**
 * Only the version the student is pinned to: what every content query needs first. A closed course
 * is refused by name here; its rows are hidden by row-level security anyway.
 */
export async function readPinnedVersion(
  database: StudentDatabase,
  courseId: number,
): Promise<number> {
  const [enrollment] = await database.rows<{ version: number; is_closed: boolean }>(
    `select e.version, c.is_closed from activity.course_enrollments e
    join live.courses c on c.id = e.course_id where e.course_id = $1`,
    [courseId],
  );
  if (enrollment === undefined) throw new Refusal(404, 'enrollment.not-found');
  if (enrollment.is_closed) throw new Refusal(403, 'course.closed');
  return enrollment.version;
}
