import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { isCollision } from '../../../lib/collisions';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { checkCourse } from './checks';
import { type Actor, recordHistory } from './history';
import type { Problem } from './problem';
import {
  copyStatements,
  identityStatements,
  pointerStatement,
  type Statement,
  snapshotStatement,
} from './statements';
import { takeAlong } from './take-along';
import type { Learners } from './wire';

export type PublishOutcome =
  | {
      readonly kind: 'published';
      readonly courseId: number;
      readonly version: number;
      readonly counts: Readonly<Record<string, number>>;
      /** Learners who were taken along to the new version. */
      readonly moved: number;
      /** The request for taking them along, where they are so many that two others must agree. */
      readonly approval: number | null;
      readonly warnings: readonly Problem[];
    }
  | { readonly kind: 'refused'; readonly errors: number; readonly problems: readonly Problem[] };

export interface DraftCourse {
  readonly id: number;
  readonly name: string;
  readonly live_course_id: number | null;
}

/**
 * Publishes a draft course as its next version: checks, then one transaction that copies the whole
 * tree, moves the pointer, and stores snapshot and history. Either all of it stands or nothing;
 * refused and failed tries leave only their line in the history.
 *
 * Two at once: the row lock on the draft course lets them through one after the other; of many at
 * once the last may be refused.
 *
 * @param documentId the draft course's document id
 * @throws Refusal `publish.not-found` where there is no such draft, `publish.busy` where others
 *   publish the course at the same time again and again
 */
export async function publishCourse(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  message = '',
  learners: Learners = 'keep',
): Promise<PublishOutcome> {
  const began = performance.now();
  const settings = { 'app.admin_id': actor.id === null ? '' : String(actor.id) };
  try {
    const outcome = await inGuruTransaction(app, settings, (database) =>
      publishIn(app, database, documentId, actor, message, learners, began),
    );
    if (outcome.kind === 'refused')
      await recordFailure(app, documentId, actor, message, began, outcome.problems);
    return outcome;
  } catch (error) {
    if (isCollision(error)) throw new Refusal(409, 'publish.busy');
    if (!(error instanceof Refusal)) {
      const cause = error instanceof Error ? error.message : String(error);
      await recordFailure(app, documentId, actor, message, began, null, cause).catch(
        (second: unknown) => {
          // The database that failed the publish may fail this line too; the first error is the news.
          app.log.error(`The failed publish could not be put down: ${String(second)}`);
        },
      );
    }
    throw error;
  }
}

async function publishIn(
  app: Core.Strapi,
  database: GuruDatabase,
  documentId: string,
  actor: Actor,
  message: string,
  learners: Learners,
  began: number,
): Promise<PublishOutcome> {
  const draft = await lockDraft(database, documentId);
  const { errors, problems } = await checkCourse(database, draft.id);
  if (errors > 0) return { kind: 'refused', errors, problems };

  const courseId = await courseIdentity(database, draft);
  const [current] = await database.rows<{ version: number }>(
    'select version from live.courses where id = $1',
    [courseId],
  );
  const version = (current?.version ?? 0) + 1;

  const target = { draftId: draft.id, courseId, version };
  const statements: Statement[] = [
    ...identityStatements(target),
    ...copyStatements(target),
    snapshotStatement(target, actor.name, message),
    pointerStatement(target),
    {
      name: 'draft_courses.status',
      text: `update cms.draft_courses set status = 'published', version = $2, updated_at = now() where id = $1`,
      parameters: [draft.id, version],
    },
  ];
  const counts: Record<string, number> = {};
  for (const { text, parameters, counts: kind } of statements) {
    const changed = await database.change(text, parameters);
    if (kind !== undefined) counts[kind] = changed;
  }
  const { moved, approval } = await takeAlong(app, database, { courseId, version, learners });
  await recordHistory(database, {
    courseId,
    draftDocumentId: documentId,
    courseName: draft.name,
    action: 'publish',
    outcome: 'done',
    version,
    actor,
    message,
    counts,
    problems: null,
    durationMs: performance.now() - began,
    details: { learners, moved, approval },
  });
  return { kind: 'published', courseId, version, counts, moved, approval, warnings: problems };
}

/** @throws Refusal `publish.not-found` */
export async function lockDraft(database: GuruDatabase, documentId: string): Promise<DraftCourse> {
  const [draft] = await database.rows<DraftCourse>(
    'select id, name, live_course_id from cms.draft_courses where document_id = $1 for update',
    [documentId],
  );
  if (draft === undefined) throw new Refusal(404, 'publish.not-found');
  return draft;
}

/** The course's live id; at the first publish it gets one, and an unseen row at version 0. */
export async function courseIdentity(database: GuruDatabase, draft: DraftCourse): Promise<number> {
  if (draft.live_course_id !== null) return draft.live_course_id;
  const [made] = await database.rows<{ id: number }>(
    `with made as (select nextval('live.nodes_id_seq')::integer as id)
    insert into live.nodes (id, kind, course_id) select id, 'course', id from made returning id`,
  );
  if (made === undefined) throw new Error('An insert of one row returns one row.');
  await database.rows(
    `insert into live.courses (id, name, level, certificate_type)
    select $2, name, level, certificate_type from cms.draft_courses where id = $1`,
    [draft.id, made.id],
  );
  await database.rows('update cms.draft_courses set live_course_id = $2 where id = $1', [
    draft.id,
    made.id,
  ]);
  return made.id;
}

async function recordFailure(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  message: string,
  began: number,
  problems: readonly Problem[] | null,
  cause = '',
): Promise<void> {
  await asGuru(app, async (database) => {
    const [draft] = await database.rows<DraftCourse>(
      'select id, name, live_course_id from cms.draft_courses where document_id = $1',
      [documentId],
    );
    await recordHistory(database, {
      courseId: draft?.live_course_id ?? null,
      draftDocumentId: documentId,
      courseName: draft?.name ?? '',
      action: 'publish',
      outcome: problems === null ? 'failed' : 'refused',
      version: null,
      actor,
      message,
      counts: null,
      problems: problems ?? [{ message: cause }],
      durationMs: performance.now() - began,
    });
  });
}
