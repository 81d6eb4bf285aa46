import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { asGuru, type GuruDatabase, readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Source } from '../../../../lib/source';
import type { PreviewLink } from '../wire';
import { draftSource, type PreviewedCourse } from './source';
import { makePreviewToken, previewKey, readPreviewToken } from './token';

/** A draft that may be looked at, for as long as the transaction lasts. */
export interface Preview extends PreviewedCourse {
  readonly database: GuruDatabase;
  readonly source: Source;
  readonly expiresAt: Date;
}

const hour = 3_600_000;
const key = (): Buffer => previewKey(environment().adminJwtSecret);

/**
 * A link under which anybody can look at a draft as its students would see it.
 *
 * @param documentId the draft course's document id
 * @throws Refusal 404 `publish.not-found` where there is no such draft
 */
export async function makePreviewLink(
  app: Core.Strapi,
  documentId: string,
  hours: number,
): Promise<PreviewLink> {
  const [draft] = await asGuru(app, (database) =>
    database.rows('select from cms.draft_courses where document_id = $1', [documentId]),
  );
  if (draft === undefined) throw new Refusal(404, 'publish.not-found');
  const end = Math.floor((Date.now() + hours * hour) / 1000) * 1000;
  const expiresAt = new Date(end);
  const token = makePreviewToken(key(), { documentId, expiresAt });
  return {
    url: `${environment().learnerUrl}/preview/${token}`,
    expiresAt: expiresAt.toISOString(),
  };
}

/**
 * Shows the draft of a preview link to `work`, in a transaction that can write nothing.
 *
 * @throws Refusal 403 `preview.invalid` or `preview.expired`, 404 `preview.gone` where the draft was
 *   deleted
 */
export async function withPreview<Result>(
  app: Core.Strapi,
  token: string,
  work: (preview: Preview) => Promise<Result>,
): Promise<Result> {
  const { documentId, expiresAt } = readPreviewToken(key(), token);
  return readAsGuru(app, async (database) => {
    const course = await previewedCourse(database, documentId);
    if (course === undefined) throw new Refusal(404, 'preview.gone');
    return work({ ...course, database, source: draftSource(app, course), expiresAt });
  });
}

async function previewedCourse(
  database: GuruDatabase,
  documentId: string,
): Promise<PreviewedCourse | undefined> {
  const [course] = await database.rows<PreviewedCourse>(
    `select d.id as "draftId", coalesce(d.live_course_id, -d.id) as "courseId",
      coalesce(c.version, 0) + 1 as version
    from cms.draft_courses d left join live.courses c on c.id = d.live_course_id
    where d.document_id = $1`,
    [documentId],
  );
  return course;
}
