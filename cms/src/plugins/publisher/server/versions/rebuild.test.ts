import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { type Students, studentsOf } from '../../../../../../scripts/testing/students.ts';
import { asGuru } from '../../../../lib/guru';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { publishCourse } from '../publish';
import { asArchivist, findDeviations, listVersions, putBack, rollBack } from './index';
import { liveTables } from './live-rows';
import { takeOut, unusedVersions } from './prune';

let running: TestStrapi;
let superuser: Client;
let students: Students;
let made: DraftCourse;
let courseId: number;
const actor = { id: null, name: 'Guru One' };
const student = 700_001;
const documentId = () => made.course.documentId;

/** Version 1 has a learner, version 2 nobody, version 3 is current. */
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin });
  await superuser.connect();
  students = studentsOf(running.database);
  made = await createDraftCourse(running.strapi);
  const publish = async () => {
    const outcome = await publishCourse(running.strapi, documentId(), actor);
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome.problems));
    return outcome.courseId;
  };
  courseId = await publish();
  await students.add(student);
  await students.rows(student, 'select activity.enroll($1)', [courseId]);
  for (const title of ['Second', 'Third']) {
    await drafts(running.strapi, 'lesson').update({
      documentId: made.lessons[0]?.documentId ?? '',
      data: { title },
    });
    await publish();
  }
});
afterAll(async () => {
  await superuser?.end();
  await students?.end();
  await running?.stop();
});

const rows = async (text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Record<string, unknown>[];

/** Past every trigger, as nobody can who is not a superuser. */
async function byForce(...statements: string[]): Promise<void> {
  await superuser.query("set session_replication_role = 'replica'");
  for (const statement of statements) await superuser.query(statement);
  await superuser.query('reset session_replication_role');
}

async function everything(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { table } of liveTables)
    all[table] = await rows(
      `select to_jsonb(t) - '{created_at,updated_at}'::text[] as row from ${table} t order by 1`,
    );
  all['live.nodes'] = await rows('select * from live.nodes order by id');
  all['live.courses'] = await rows(
    `select to_jsonb(c) - '{created_at,updated_at,published_at}'::text[] as row from live.courses c order by id`,
  );
  return all;
}
const check = () => asArchivist(superuser, findDeviations);

describe('an old version that nobody uses', () => {
  it('is the only one that may be taken out; then it is out of live, in the list, and no deviation', async () => {
    const unused = await asGuru(running.strapi, (database) => unusedVersions(database, courseId));
    expect(unused).toMatchObject([{ version: 2, courseName: 'Rivers' }]);
    const [second] = unused;
    if (second === undefined) throw new Error('There is one.');
    const freed = await asGuru(running.strapi, (database) => takeOut(database, second, actor));
    expect(freed).toBe(second.rows);
    expect(await listVersions(running.strapi, documentId())).toMatchObject([
      { version: 3, isCurrent: true, inLive: true, learners: 0 },
      { version: 2, isCurrent: false, inLive: false, learners: 0 },
      { version: 1, isCurrent: false, inLive: true, learners: 1 },
    ]);
    expect(await check()).toEqual([]);
  });

  it('can be rolled back to when it was taken out', async () => {
    const wishes = { message: '', learners: 'keep' } as const;
    expect(await rollBack(running.strapi, documentId(), 2, actor, wishes)).toMatchObject({
      version: 4,
    });
    expect(
      await rows(`select title from live.lessons where version = 4 and title = 'Second'`),
    ).toHaveLength(1);
    expect(await check()).toEqual([]);
  });
});

describe('the check', () => {
  it('names what is missing, what was added and what was altered, answers included', async () => {
    const kept = await rows('select * from keys.question_keys where version = 3');
    await byForce(
      `update live.lessons set title = 'Forged' where version = 1 and title = 'Mouths two'`,
      `update keys.question_keys set correct_answer = 'Mouth' where version = 3`,
      'delete from live.project_steps where version = 3',
      `insert into live.modules (id, version, course_id, title, order_index) values (999999, 1, ${courseId}, 'Extra', 9)`,
    );
    const version = (n: number, what: string) => ({ courseId, version: n, what });
    expect(await check()).toEqual([
      version(1, 'live.modules: 1 rows are in no snapshot'),
      version(1, 'live.lessons: 1 rows differ from the snapshot'),
      version(3, `keys.question_keys: ${kept.length} rows differ from the snapshot`),
      version(3, 'live.project_steps: 1 rows are missing'),
    ]);
  });

  it('is not satisfied by putting back: a row that is there is never changed', async () => {
    expect(await asArchivist(superuser, putBack)).toEqual({ 'live.project_steps': 1 });
    expect((await check()).map(({ what }) => what)).toEqual([
      'live.modules: 1 rows are in no snapshot',
      'live.lessons: 1 rows differ from the snapshot',
      'keys.question_keys: 2 rows differ from the snapshot',
    ]);
    await byForce(
      `update live.lessons set title = 'Mouths two' where title = 'Forged'`,
      'delete from live.modules where id = 999999',
      'delete from keys.question_keys where version = 3',
    );
    await asArchivist(superuser, putBack);
    expect(await check()).toEqual([]);
  });

  it('finds a snapshot that was altered, and a course that points elsewhere', async () => {
    const [{ snapshot } = {}] = await rows(
      'select snapshot::text from live.course_versions where version = 1',
    );
    await byForce(
      `update live.course_versions set snapshot = jsonb_set(snapshot, '{lessons,0,title}', '"Forged"') where version = 1`,
      `update live.courses set version = 3`,
    );
    expect((await check()).map(({ what }) => what)).toEqual([
      'the snapshot is not the one its checksum was made of',
      'live.lessons: 1 rows differ from the snapshot',
      'live.courses is at version 3, the last one is 4',
    ]);
    await superuser.query("set session_replication_role = 'replica'");
    await superuser.query(
      'update live.course_versions set snapshot = $1::jsonb where version = 1',
      [snapshot],
    );
    await superuser.query('reset session_replication_role');
    await byForce('update live.courses set version = 4');
    expect(await check()).toEqual([]);
  });
});

describe('a live that was wiped', () => {
  it('is rebuilt from snapshots alone, and the student reads on', async () => {
    const before = await everything();
    await byForce(
      ...[...liveTables].reverse().map(({ table }) => `delete from ${table}`),
      'delete from live.courses',
      'delete from live.nodes',
    );
    const read = () =>
      students.rows(student, 'select title from live.lessons where course_id = $1', [courseId]);
    expect(await read()).toEqual([]);
    expect((await check()).length).toBeGreaterThan(10);
    await asArchivist(superuser, putBack);
    expect(await check()).toEqual([]);
    expect(await everything()).toEqual(before);
    expect((await read()).length).toBeGreaterThanOrEqual(4);
  });

  it('takes the next publish, with identities that are free', async () => {
    const lesson = await drafts(running.strapi, 'lesson').create({
      data: { draft_module: made.modules[0]?.documentId, title: 'Deltas' },
    });
    await drafts(running.strapi, 'ai-note').create({
      data: { draft_lesson: lesson.documentId, content: 'About deltas.' },
    });
    expect(await publishCourse(running.strapi, documentId(), actor)).toMatchObject({
      kind: 'published',
      version: 5,
    });
  });
});
