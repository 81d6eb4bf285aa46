import type { GuruDatabase } from '../../../lib/guru';
import type { CourseState } from './wire';

/** Where a course stands for students; `never` for null and for an id that was never published. */
export async function courseState(
  database: GuruDatabase,
  courseId: number | null,
): Promise<CourseState> {
  const [found] = await database.rows<{ state: CourseState }>(
    `select case when is_closed then 'closed' when status = 'published' then 'published' else 'unpublished' end as state
    from live.courses where id = $1 and version > 0`,
    [courseId],
  );
  return found?.state ?? 'never';
}
