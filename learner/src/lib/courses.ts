import { type Course, getCourse } from '@ourshiksha/contract/course';
import { type Enrollment, listEnrollments } from '@ourshiksha/contract/enrollment';
import { ask, type Visitor } from './cms.ts';

/** A course as a visitor sees it, with the visitor's enrolment where there is one. */
export async function loadCourse(
  visitor: Visitor,
  id: number,
): Promise<{ course: Course; enrollment: Enrollment | null }> {
  const [{ course }, mine] = await Promise.all([
    ask(getCourse, visitor, { course_id: id }),
    visitor.token ? ask(listEnrollments, visitor) : { enrollments: [] },
  ]);
  const enrollment = mine.enrollments.find(({ course_id }) => course_id === id) ?? null;
  return { course, enrollment };
}
