import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { asGuru } from '../../../../lib/guru';
import { ownTypes } from '../../../../lib/types';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { differenceOf } from '../differences/compare';
import { publishCourse } from '../publish';
import { scheduledPublish } from './job';
import { momentOf } from './moment';
import { publishScheduled } from './run';
import { refreeze, scheduleCourse, scheduleOf, unschedule } from './schedule';

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
let draft: DraftCourse;
beforeEach(async () => {
  draft = await createDraftCourse(running.strapi);
});

const course = () => draft.course.documentId;
/** Far enough away not to run by itself. */
const nextYear = `${new Date().getFullYear() + 1}-07-01T09:00`;
const wish = {
  runAt: nextYear,
  timeZone: 'Asia/Kolkata',
  message: 'Reviewed',
  learners: 'keep',
} as const;
const plan = (wanted = {}) =>
  scheduleCourse(running.strapi, course(), actor, { ...wish, ...wanted });
const planned = () => scheduleOf(running.strapi, course());
const run = (id: number, isLast = false) => publishScheduled(running.strapi, id, isLast);
const rename = (title: string) =>
  drafts(running.strapi, 'lesson').update({
    documentId: draft.lessons[0]?.documentId ?? '',
    data: { title },
  });
const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Row[];
const history = () =>
  rows<{
    action: string;
    outcome: string;
    version: number | null;
    details: Record<string, unknown>;
  }>(
    `select action, outcome, version, details from live.course_publish_history
    where draft_document_id = $1 order by id`,
    [course()],
  );
const versions = () =>
  rows<{ version: number; titles: string[]; published_by: string; message: string }>(
    `select v.version, v.published_by, v.message,
      (select json_agg(l ->> 'title' order by l ->> 'title') from jsonb_array_elements(v.snapshot -> 'lessons') l) as titles
    from live.course_versions v join cms.draft_courses d on d.live_course_id = v.course_id
    where d.document_id = $1 order by v.version`,
    [course()],
  );
/** Makes the frozen course one that the database will not take, or mends it. */
const spoil = (id: number, spoilt: boolean) =>
  superuser.query(
    `update live.scheduled_publishes set snapshot = jsonb_set(snapshot, '{lessons,0,module_id}', $2::jsonb) where id = $1`,
    [id, spoilt ? 'null' : JSON.stringify(spoiltModule)],
  );
let spoiltModule: unknown;
async function spoilFirst(id: number) {
  const [row] = await rows<{ module: unknown }>(
    `select snapshot #> '{lessons,0,module_id}' as module from live.scheduled_publishes where id = $1`,
    [id],
  );
  spoiltModule = row?.module;
  await spoil(id, true);
}

describe('a scheduled publish', () => {
  it('publishes what was frozen, although the drafts changed since', async () => {
    const schedule = await plan();
    expect(schedule).toMatchObject({
      state: 'waiting',
      isBehindDrafts: false,
      frozenBy: 'Guru One',
    });
    await rename('Later thoughts');
    expect(await planned()).toMatchObject({ id: schedule.id, isBehindDrafts: true });
    await run(schedule.id);
    expect(await versions()).toEqual([
      {
        version: 1,
        titles: ['Mouths one', 'Mouths two', 'Springs one', 'Springs two'],
        published_by: 'Guru One',
        message: 'Reviewed',
      },
    ]);
    expect(await planned()).toBeNull();
    expect((await differenceOf(running.strapi, course(), {})).counts.changed).toBe(1);
    expect(await history()).toMatchObject([
      {
        action: 'schedule',
        outcome: 'done',
        details: { scheduled: schedule.id, time_zone: 'Asia/Kolkata' },
      },
      { action: 'publish', outcome: 'done', version: 1, details: { scheduled: schedule.id } },
    ]);
  });

  it('writes the same rows, keys and checksum as a publish by hand', async () => {
    const { id } = await plan();
    await run(id);
    await publishCourse(running.strapi, course(), actor);
    expect((await differenceOf(running.strapi, course(), { from: 1, to: 2 })).nodes).toEqual([]);
    const [same] = await rows(
      `select count(distinct regexp_replace(snapshot::text, '"version": [0-9]+', '', 'g'))::int as contents,
        bool_and(checksum = encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')) as sound
      from live.course_versions v join cms.draft_courses d on d.live_course_id = v.course_id
      where d.document_id = $1`,
      [course()],
    );
    expect(same).toEqual({ contents: 1, sound: true });
    const [keys] = await rows(
      `select count(*) filter (where k.version = 1)::int as one, count(*) filter (where k.version = 2)::int as two
      from keys.question_keys k join cms.draft_courses d on d.live_course_id = k.course_id where d.document_id = $1`,
      [course()],
    );
    expect(keys).toEqual({ one: 2, two: 2 });
  });

  it('takes later edits in when it is told to', async () => {
    const { id } = await plan();
    await rename('Later thoughts');
    expect(await refreeze(running.strapi, course(), actor)).toMatchObject({
      id,
      isBehindDrafts: false,
    });
    await run(id);
    expect((await versions())[0]?.titles).toContain('Later thoughts');
  });

  it('gets the next number when somebody published by hand meanwhile', async () => {
    const { id } = await plan();
    await rename('By hand');
    await publishCourse(running.strapi, course(), actor);
    await run(id);
    expect(await versions()).toMatchObject([
      { version: 1, titles: ['By hand', 'Mouths two', 'Springs one', 'Springs two'] },
      { version: 2, titles: ['Mouths one', 'Mouths two', 'Springs one', 'Springs two'] },
    ]);
  });

  it('goes out once, however many instances try', async () => {
    const { id } = await plan();
    await Promise.all(Array.from({ length: 6 }, () => run(id)));
    expect(await versions()).toHaveLength(1);
    expect((await history()).filter(({ action }) => action === 'publish')).toHaveLength(1);
  });

  it('goes out by itself when its time comes', async () => {
    // Far enough away not to be over before it is planned.
    await plan({ runAt: new Date(Date.now() + 5000).toISOString(), timeZone: 'UTC' });
    await vi.waitFor(async () => expect(await versions()).toHaveLength(1), {
      timeout: 20_000,
      interval: 100,
    });
    expect(await planned()).toBeNull();
  });

  it('moves the learners if that was chosen', async () => {
    const outcome = await publishCourse(running.strapi, course(), actor);
    if (outcome.kind !== 'published') throw new Error('The sample publishes.');
    await superuser.query(
      `with student as (insert into activity.shishya_users (user_id, name, email)
        values (4712, 'Asha', 'asha@school.example') returning id)
      insert into activity.course_enrollments (shishya_user_id, course_id, version)
      select id, $1, 1 from student`,
      [outcome.courseId],
    );
    const { id } = await plan({ learners: 'move' });
    await run(id);
    expect(
      await rows('select version from activity.course_enrollments where course_id = $1', [
        outcome.courseId,
      ]),
    ).toEqual([{ version: 2 }]);
    expect((await history()).at(-1)?.details).toMatchObject({ learners: 'move', moved: 1 });
  });

  it('that fails changes nothing, is seen, is tried again and then goes out', async () => {
    const { id } = await plan();
    await spoilFirst(id);
    await expect(run(id)).rejects.toThrow(/module_id/);
    expect(await versions()).toEqual([]);
    expect(await planned()).toMatchObject({ state: 'waiting', tries: 1 });
    expect((await planned())?.lastError).toMatch(/module_id/);
    expect((await history()).at(-1)).toMatchObject({ action: 'publish', outcome: 'failed' });
    await spoil(id, false);
    await run(id);
    expect(await versions()).toHaveLength(1);
    const mails = await rows<{ subject: string }>(
      `select data ->> 'subject' as subject from jobs.job where name = 'mail' order by created_on`,
    );
    // No administrator is in this database; who gets the mails is held by routes/schedule.test.ts.
    expect(mails).toEqual([]);
  });

  it('that failed the last time stays in view until it is taken away or something is published', async () => {
    const { id } = await plan();
    await spoilFirst(id);
    await expect(run(id, true)).rejects.toThrow(/module_id/);
    expect(await planned()).toMatchObject({ state: 'failed', tries: 1 });
    await run(id);
    expect(await versions()).toEqual([]);
    await unschedule(running.strapi, course(), actor);
    expect(await planned()).toBeNull();
    const again = await plan();
    await spoilFirst(again.id);
    await expect(run(again.id, true)).rejects.toThrow(/module_id/);
    await publishCourse(running.strapi, course(), actor);
    expect(await planned()).toBeNull();
  });

  it('of a course whose draft was deleted is given up and put down', async () => {
    const { id } = await plan();
    await drafts(running.strapi, 'course').delete({ documentId: course() });
    await run(id);
    expect(
      await rows('select state, version from live.scheduled_publishes where id = $1', [id]),
    ).toEqual([{ state: 'failed', version: null }]);
    expect((await history()).at(-1)).toMatchObject({ outcome: 'failed' });
  });

  it('can be cancelled, and then does not go out', async () => {
    const { id } = await plan();
    await unschedule(running.strapi, course(), actor);
    await run(id);
    expect(await versions()).toEqual([]);
    expect(await planned()).toBeNull();
    expect((await history()).map(({ action }) => action)).toEqual(['schedule', 'unschedule']);
    await expect(unschedule(running.strapi, course(), actor)).rejects.toMatchObject({
      code: 'schedule.not-found',
    });
  });

  it('is refused a second time, and where an error stops a publish', async () => {
    await plan();
    await expect(plan()).rejects.toMatchObject({ status: 409, code: 'schedule.exists' });
    await drafts(running.strapi, 'question').update({
      documentId: draft.questions[0]?.documentId ?? '',
      data: { correct_answer: 'Neither' },
    });
    await expect(refreeze(running.strapi, course(), actor)).rejects.toMatchObject({
      status: 422,
      code: 'publish.problems',
    });
    expect(await planned()).toMatchObject({ isBehindDrafts: true });
    await unschedule(running.strapi, course(), actor);
    await expect(plan()).rejects.toMatchObject({ code: 'publish.problems' });
    expect((await history()).at(-1)).toMatchObject({ action: 'schedule', outcome: 'refused' });
  });

  it('is made once by two editors at the same moment', async () => {
    const tries = await Promise.allSettled([plan(), plan()]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'schedule.exists' },
    });
  });

  it('whose time passed while nothing ran, and whose job is lost, goes out after the next start', async () => {
    const { id } = await plan();
    await superuser.query(`delete from jobs.job where name = 'scheduled-publish'`);
    await superuser.query(
      `update live.scheduled_publishes set run_at = now() - interval '1 day' where id = $1`,
      [id],
    );
    expect(await planned()).toMatchObject({ state: 'running' });
    await scheduledPublish.resume?.(running.strapi);
    await vi.waitFor(async () => expect(await versions()).toHaveLength(1), {
      timeout: 20_000,
      interval: 100,
    });
  });

  it('cannot be changed or deleted once it went out, not even by hand', async () => {
    const { id } = await plan();
    await run(id);
    for (const statement of [
      `update live.scheduled_publishes set message = 'x' where id = ${id}`,
      `delete from live.scheduled_publishes where id = ${id}`,
    ])
      await expect(superuser.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the time of a schedule', () => {
  const moment = (runAt: string, timeZone: string) =>
    asGuru(running.strapi, (database) => momentOf(database, runAt, timeZone));

  it('is the editor’s, summer and winter', async () => {
    expect(await moment('2099-07-01T09:00', 'Asia/Kolkata')).toBe('2099-07-01T03:30:00.000Z');
    expect(await moment('2036-01-15T09:00', 'Europe/Berlin')).toBe('2036-01-15T08:00:00.000Z');
    expect(await moment('2036-07-15T09:00', 'Europe/Berlin')).toBe('2036-07-15T07:00:00.000Z');
    expect(await moment('2036-07-15T09:00:00+02:00', 'Asia/Kolkata')).toBe(
      '2036-07-15T07:00:00.000Z',
    );
  });

  it('is refused where the clock jumps over it, and the second of two in autumn', async () => {
    // 30 March 2036: two o’clock becomes three. 26 October: three becomes two.
    await expect(moment('2036-03-30T02:30', 'Europe/Berlin')).rejects.toMatchObject({
      status: 400,
      code: 'schedule.gap',
      field: 'runAt',
    });
    expect(await moment('2036-10-26T02:30', 'Europe/Berlin')).toBe('2036-10-26T01:30:00.000Z');
  });

  it('is refused when it is over, and in a zone nobody knows', async () => {
    await expect(moment('2026-01-01T00:00', 'UTC')).rejects.toMatchObject({
      status: 400,
      code: 'schedule.past',
      field: 'runAt',
    });
    for (const zone of ['Mars/Olympus', 'Foo+3', "UTC' or true", '+05:30'])
      await expect(moment('2099-01-01T00:00', zone)).rejects.toMatchObject({
        code: 'schedule.zone',
        field: 'timeZone',
      });
  });
});
