import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Version } from '../wire';

/**
 * Every version a draft course was published as, the newest first; none while it never was.
 *
 * @throws Refusal `publish.not-found`
 */
export function listVersions(app: Core.Strapi, documentId: string): Promise<Version[]> {
  return asGuru(app, async (database) => {
    const [draft] = await database.rows<{ id: number | null }>(
      'select live_course_id as id from cms.draft_courses where document_id = $1',
      [documentId],
    );
    if (draft === undefined) throw new Refusal(404, 'publish.not-found');
    const versions = await database.rows<Omit<Version, 'publishedAt'> & { publishedAt: Date }>(
      `select v.version, v.published_at as "publishedAt", v.published_by as "publishedBy", v.message,
        v.version = c.version as "isCurrent",
        exists (select from live.course_contents t where t.id = v.course_id and t.version = v.version) as "inLive",
        (select count(*)::integer from activity.course_enrollments e
          where e.course_id = v.course_id and e.version = v.version) as learners,
        (select count(*)::integer from activity.user_test_attempts a
          where a.course_id = v.course_id and a.version = v.version and a.submitted_at is null) as "openAttempts",
        pg_column_size(v.snapshot) as bytes
      from live.course_versions v
      join live.courses c on c.id = v.course_id
      where v.course_id = $1
      order by v.version desc`,
      [draft.id],
    );
    return versions.map((version) => ({
      ...version,
      publishedAt: new Date(version.publishedAt).toISOString(),
    }));
  });
}
