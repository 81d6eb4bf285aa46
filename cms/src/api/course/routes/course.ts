import { getCourse, listCourses } from '@ourshiksha/contract/course';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readCatalogue, readCourse } from '../course';

const catalogue = route(listCourses, async ({ database }) => ({
  courses: await readCatalogue(database),
}));

const one = route(getCourse, async ({ params, database }) => ({
  course: await readCourse(database, live, params.course_id),
}));

export default { routes: [catalogue, one] };
