import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { asGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { checkCourse } from './checks';
import { courseState } from './course-state';
import type { Problem } from './problem';
import type { CourseState } from './wire';

/** What the side panel shows of a draft course. */
export interface PublishStatus {
  /** The draft's; a course may not have been named yet. */
  readonly name: string;
  /** All of them are counted; of each check the first hundred are listed. */
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly Problem[];
  /** Null while the course was never published. */
  readonly published: {
    readonly courseId: number;
    readonly version: number;
    readonly publishedAt: string;
  } | null;
  readonly state: CourseState;
  readonly nextVersion: number;
  readonly learners: number;
  /** Where students go, for links to what is live. */
  readonly learnerUrl: string;
  /** The last publish that was carried out or broke off; a refusal changed nothing and says so itself. */
  readonly lastTry: {
    readonly outcome: string;
    readonly actor: string;
    readonly at: string;
  } | null;
}

/** Reads a draft course's problems and what is live of it. It keeps what it learns of new texts. */
export function publishStatus(app: Core.Strapi, documentId: string): Promise<PublishStatus> {
  return asGuru(app, async (database) => {
    const [draft] = await database.rows<{
      id: number;
      name: string | null;
      live_course_id: number | null;
    }>('select id, name, live_course_id from cms.draft_courses where document_id = $1', [
      documentId,
    ]);
    if (draft === undefined) throw new Refusal(404, 'publish.not-found');
    const [live] = await database.rows<{
      id: number;
      version: number;
      published_at: string;
      learners: number;
    }>(
      `select c.id, c.version, c.published_at,
        (select count(*) from activity.course_enrollments e where e.course_id = c.id) as learners
      from live.courses c where c.id = $1 and c.version > 0`,
      [draft.live_course_id],
    );
    const [lastTry] = await database.rows<{ outcome: string; actor: string; at: string }>(
      `select outcome, actor_name as actor, created_at as at from live.course_publish_history
      where draft_document_id = $1 and action = 'publish' and outcome <> 'refused' order by id desc limit 1`,
      [documentId],
    );
    return {
      name: draft.name ?? '',
      ...(await checkCourse(database, draft.id)),
      published:
        live === undefined
          ? null
          : { courseId: live.id, version: live.version, publishedAt: live.published_at },
      state: await courseState(database, live?.id ?? null),
      nextVersion: (live?.version ?? 0) + 1,
      learners: live?.learners ?? 0,
      learnerUrl: environment().learnerUrl,
      lastTry: lastTry ?? null,
    };
  });
}
