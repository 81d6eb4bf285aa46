import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { ownTypes } from '../../../../lib/types';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { publishCourse } from '../publish';
import { tree } from '../tree';
import { asArchivist, findDeviations } from './rebuild';
import { rollBack } from './roll-back';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

const actor = { id: 1, name: 'Guru One' };
const back = { message: 'The old one was better', learners: 'keep' } as const;
const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Row[];

/** Every live and hidden row of a version, without what only that version has. */
async function contentOf(courseId: number, version: number): Promise<unknown> {
  const content: Record<string, unknown> = {};
  for (const kind of tree) {
    const places = [
      `live.${kind.liveTable}`,
      ...(kind.hidden ? [`keys.${kind.hidden.table}`] : []),
    ];
    for (const place of places)
      content[place] = await rows(
        `select to_jsonb(t) - '{version,created_at,updated_at}'::text[] as row from ${place} t
        where course_id = $1 and version = $2 order by 1`,
        [courseId, version],
      );
  }
  return content;
}

let made: DraftCourse;
let courseId: number;
const documentId = () => made.course.documentId;
beforeEach(async () => {
  made = await createDraftCourse(running.strapi);
  const first = await publishCourse(running.strapi, documentId(), actor);
  if (first.kind !== 'published') throw new Error(JSON.stringify(first.problems));
  courseId = first.courseId;
  await drafts(running.strapi, 'lesson').update({
    documentId: made.lessons[0]?.documentId ?? '',
    data: { title: 'Changed for the worse' },
  });
  await drafts(running.strapi, 'lesson').delete({ documentId: made.lessons[1]?.documentId ?? '' });
  await publishCourse(running.strapi, documentId(), actor);
});

describe('a rollback', () => {
  it('publishes the old content as a new version: same identities, answers and order', async () => {
    const done = await rollBack(running.strapi, documentId(), 1, actor, back);
    expect(done).toMatchObject({
      kind: 'published',
      version: 3,
      counts: { lesson: 4, question: 2 },
    });
    expect(await contentOf(courseId, 3)).toEqual(await contentOf(courseId, 1));
    expect(
      await rows('select version, status from live.courses where id = $1', [courseId]),
    ).toEqual([{ version: 3, status: 'published' }]);
  });

  it('keeps a snapshot of its own that names the new version, with its checksum', async () => {
    await rollBack(running.strapi, documentId(), 1, actor, back);
    const [kept] = await rows(
      `select published_by, message, checksum = encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex') as sound,
        snapshot -> 'lessons' -> 0 ->> 'version' as lesson_version,
        jsonb_array_length(snapshot -> 'lessons') as lessons
      from live.course_versions where course_id = $1 and version = 3`,
      [courseId],
    );
    expect(kept).toEqual({
      published_by: 'Guru One',
      message: back.message,
      sound: true,
      lesson_version: '3',
      lessons: 4,
    });
  });

  it('goes back to a version from before a field was there', async () => {
    await superuser.query("set session_replication_role = 'replica'");
    await superuser.query(
      `update live.course_versions set snapshot = jsonb_set(jsonb_set(snapshot,
        '{lessons}', (select jsonb_agg(row - '{objectives,estimated_time,video_url}'::text[]) from jsonb_array_elements(snapshot -> 'lessons') row)),
        '{questions}', (select jsonb_agg(row - 'explanation') from jsonb_array_elements(snapshot -> 'questions') row))
      where course_id = $1 and version = 1`,
      [courseId],
    );
    await superuser.query('reset session_replication_role');
    await rollBack(running.strapi, documentId(), 1, actor, back);
    expect(
      await rows(
        `select distinct l.objectives, l.estimated_time, l.video_url, k.explanation
        from live.lessons l join keys.question_keys k using (course_id, version)
        where (l.course_id, l.version) = ($1, 3)`,
        [courseId],
      ),
    ).toEqual([{ objectives: [], estimated_time: '', video_url: null, explanation: '' }]);
  });

  it('goes back to a version whose certificate is from before there were weights', async () => {
    await superuser.query("set session_replication_role = 'replica'");
    // As version 1 stands after the weights came: its rows have them, its snapshot never will.
    await superuser.query(
      `with old as (select course_id, version, jsonb_set(snapshot, '{certificates}', (select jsonb_agg(
          row - '{test_weight,lab_weight,project_weight}'::text[]) from jsonb_array_elements(snapshot -> 'certificates') row)) as snapshot
        from live.course_versions where course_id = $1 and version = 1)
      update live.course_versions v set snapshot = old.snapshot,
        checksum = encode(sha256(convert_to(old.snapshot::text, 'UTF8')), 'hex')
      from old where (v.course_id, v.version) = (old.course_id, old.version)`,
      [courseId],
    );
    await superuser.query(
      'update live.certificates set test_weight = 60, lab_weight = 20, project_weight = 20 where course_id = $1 and version = 1',
      [courseId],
    );
    await superuser.query('reset session_replication_role');
    const deviations = async () =>
      (await asArchivist(superuser, findDeviations)).filter((one) => one.courseId === courseId);
    expect(await deviations()).toEqual([]);
    await rollBack(running.strapi, documentId(), 1, actor, back);
    const weights = (version: number) =>
      rows(
        `select test_weight, lab_weight, project_weight from live.certificates
        where course_id = $1 and version = $2`,
        [courseId, version],
      );
    expect(await weights(3)).toEqual([{ test_weight: 60, lab_weight: 20, project_weight: 20 }]);
    expect(await contentOf(courseId, 3)).toEqual(await contentOf(courseId, 1));
    expect(await deviations()).toEqual([]);
  });

  it('at the same time as another and a publish lands after or before them, without a gap', async () => {
    await Promise.all([
      rollBack(running.strapi, documentId(), 1, actor, back),
      rollBack(running.strapi, documentId(), 1, actor, back),
      publishCourse(running.strapi, documentId(), actor),
    ]);
    expect(
      await rows('select version from live.course_versions where course_id = $1 order by version', [
        courseId,
      ]),
    ).toEqual([1, 2, 3, 4, 5].map((version) => ({ version })));
  });

  it('leaves the drafts as they are', async () => {
    const before = await drafts(running.strapi, 'lesson').findMany({});
    await rollBack(running.strapi, documentId(), 1, actor, back);
    expect(await drafts(running.strapi, 'lesson').findMany({})).toEqual(before);
  });

  it('is the version that the draft says students get', async () => {
    await rollBack(running.strapi, documentId(), 1, actor, back);
    const [course] = await drafts(running.strapi, 'course').findMany({
      filters: { documentId: documentId() },
    });
    expect(course?.version).toBe(3);
  });

  it('is put down in the history with the version it took', async () => {
    await rollBack(running.strapi, documentId(), 1, actor, back);
    const [line] = await rows(
      `select action, outcome, version, actor_name, message, details from live.course_publish_history
      where course_id = $1 order by id desc limit 1`,
      [courseId],
    );
    expect(line).toEqual({
      action: 'rollback',
      outcome: 'done',
      version: 3,
      actor_name: 'Guru One',
      message: back.message,
      details: { from_version: 1, learners: 'keep', moved: 0, approval: null },
    });
  });

  it('to the current version, to one that never was, or of a draft that was never published is refused', async () => {
    const unpublished = await createDraftCourse(running.strapi, 'Lakes');
    const refused = (document: string, version: number) =>
      rollBack(running.strapi, document, version, actor, back).catch(
        (error: { code?: string }) => error.code,
      );
    expect(await refused(documentId(), 2)).toBe('version.is-current');
    expect(await refused(documentId(), 9)).toBe('version.not-found');
    expect(await refused(unpublished.course.documentId, 1)).toBe('version.never-published');
    expect(await refused('a'.repeat(24), 1)).toBe('publish.not-found');
    expect(
      await rows('select count(*)::integer as n from live.course_versions where course_id = $1', [
        courseId,
      ]),
    ).toEqual([{ n: 2 }]);
  });
});
