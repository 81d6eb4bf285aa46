import { type Course, type CourseCard, getCourse, listCourses } from '@ourshiksha/contract/course';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import { readOutline } from '../outline';

const cardColumns = `c.id, c.version, c.name, c.description, c.level, c.duration, c.thumbnail_url, c.credit_cost,
  c.is_free,
  (select count(*) from live.modules m where m.course_id = c.id and m.version = c.version) as module_count,
  (select count(*) from live.lessons l where l.course_id = c.id and l.version = c.version) as lesson_count`;
const visible = `c.status = 'published' and c.deleted_at is null`;

const catalogue = route(listCourses, async ({ database }) => ({
  courses: await database.rows<CourseCard>(
    `select ${cardColumns} from live.courses c where ${visible} order by c.published_at desc, c.id`,
  ),
}));

const one = route(getCourse, async ({ params, database }) => {
  const [course] = await database.rows<Omit<Course, 'outline'>>(
    `select ${cardColumns}, c.overview, c.target_audience, c.learning_outcomes, c.job_roles, c.published_at,
      (select jsonb_build_object('id', k.id, 'name', k.name, 'description', k.description, 'type', k.type,
          'requires_test_pass', k.requires_test_pass,
          'requires_project_completion', k.requires_project_completion,
          'requires_lab_completion', k.requires_lab_completion)
        from live.certificates k where k.course_id = c.id and k.version = c.version) as certificate
    from live.courses c where c.id = $1 and ${visible}`,
    [params.course_id],
  );
  if (course === undefined) throw new Refusal(404, 'course.not-found');
  return { course: { ...course, outline: await readOutline(database, course.id, course.version) } };
});

export default { routes: [catalogue, one] };
