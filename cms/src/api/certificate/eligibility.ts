import type { Eligibility } from '@ourshiksha/contract/certificate';
import type { StudentDatabase } from '../../lib/students';

interface Row {
  eligible: boolean;
  lessons: number;
  lessons_done: number;
  tests: number | null;
  tests_passed: number | null;
  labs: number | null;
  labs_done: number | null;
  projects: number | null;
  projects_done: number | null;
}

const share = (done: number | null, of: number | null) =>
  done === null || of === null ? null : { done, of };

/** What is still missing for the certificate; null where the course offers none. */
export async function readEligibility(
  database: StudentDatabase,
  courseId: number,
): Promise<Eligibility | null> {
  const [row] = await database.rows<Row>('select * from activity.my_eligibility($1)', [courseId]);
  if (row === undefined) return null;
  return {
    eligible: row.eligible,
    lessons: { done: row.lessons_done, of: row.lessons },
    tests: share(row.tests_passed, row.tests),
    labs: share(row.labs_done, row.labs),
    projects: share(row.projects_done, row.projects),
  };
}
