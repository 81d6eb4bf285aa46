import { type Course, type CourseCard, getCourse, listCourses } from '@ourshiksha/contract/course';
import { type Enrollment, listEnrollments } from '@ourshiksha/contract/enrollment';
import { Recent } from './cache.ts';
import { ask, Refusal, site, type Visitor } from './cms.ts';
import { Current } from './current.ts';
import { followEvents } from './events.ts';

/** What is shown to visitors, and which version of each course is current. Nothing else changes. */
export interface Catalogue {
  readonly courses: readonly CourseCard[];
  /** Another for every time it was read. */
  readonly reading: number;
}

let readings = 0;
const catalogue = new Current<Catalogue>(async () => {
  const { courses } = await ask(listCourses, site);
  readings += 1;
  return { courses, reading: readings };
});

/**
 * Courses by (course, version), kept for ever because a version never changes. What is bounded is
 * the number of lessons in all of them, some tens of megabytes.
 */
const contents = new Recent<Course>(200_000, ({ lesson_count }) => 50 + lesson_count);
const arriving = new Map<string, Promise<Course>>();
const keyOf = (id: number, version: number) => `${id}:${version}`;

export const loadCatalogue = (): Promise<Catalogue> => catalogue.get();

/** The catalogue's entry of a course that is shown to visitors. */
export async function loadCard(id: number): Promise<CourseCard | undefined> {
  const { courses } = await catalogue.get();
  return courses.find((course) => course.id === id);
}

/** A course in the version that is current, asked for once however many want it at the same time. */
async function loadContent(id: number, version: number): Promise<Course> {
  const key = keyOf(id, version);
  const known = contents.get(key) ?? arriving.get(key);
  if (known) return known;
  const asked = ask(getCourse, site, { course_id: id })
    .then(({ course }) => contents.set(keyOf(id, course.version), course))
    .finally(() => arriving.delete(key));
  arriving.set(key, asked);
  return asked;
}

/** A course as a visitor sees it, with the visitor's enrolment where there is one. */
export async function loadCourse(
  visitor: Visitor,
  id: number,
): Promise<{ course: Course; enrollment: Enrollment | null }> {
  const card = await loadCard(id);
  if (!card) throw new Refusal(404, 'course.not-found', `There is no course ${id}.`);
  const [course, mine] = await Promise.all([
    loadContent(id, card.version),
    visitor.token ? ask(listEnrollments, visitor) : { enrollments: [] },
  ]);
  const enrollment = mine.enrollments.find(({ course_id }) => course_id === id) ?? null;
  return { course, enrollment };
}

/** Reads anew what changed. A course that visitors look at is fetched first, so that none waits. */
async function renew(id: number, version: number): Promise<void> {
  const shown = catalogue.known?.courses.find((course) => course.id === id);
  if (shown && shown.version !== version && contents.has(keyOf(id, shown.version))) {
    // It may be gone by now; then the catalogue will say so.
    await loadContent(id, version).catch(() => undefined);
  }
  await catalogue.renew();
}

let following = false;

/** Hears from now on, for as long as this process lives, when a version is published or withdrawn. */
export function followCourses(): void {
  if (following) return;
  following = true;
  void followEvents({
    changed: ({ course_id, version }) => void renew(course_id, version),
    resync: () => void catalogue.renew(),
  });
}
