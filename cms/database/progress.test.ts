import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  rightAnswer,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

let course: LiveCourse;
let user = 500;
beforeEach(async () => {
  course = await insertLiveCourse(guru);
  user += 1;
  await students.add(user);
  await enroll(user);
});

const enroll = (who: number, inCourse = course) =>
  students.rows(who, 'select activity.enroll($1)', [inCourse.id]);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  );

interface Reported {
  status: string;
  time_spent_seconds: number;
  video_watch_percentage: number;
  notes_read: boolean;
  counted_seconds: number;
}
interface Report {
  seconds?: number;
  watched?: number[][];
  video?: number | null;
  notes?: boolean;
}
const report = async (
  lesson: number | undefined,
  { seconds = 0, watched = [], video = null, notes = false }: Report = {},
  { who = user, inCourse = course } = {},
) => {
  const [row] = await students.rows<Reported>(
    who,
    'select * from activity.record_activity($1, $2, $3, $4, $5, $6)',
    [inCourse.id, lesson, seconds, JSON.stringify(watched), video, notes],
  );
  if (row === undefined) throw new Error('One row was expected.');
  return row;
};
const studentId = async (who = user) =>
  (await superuser.query('select id from activity.shishya_users where user_id = $1', [who])).rows[0]
    .id as number;
/** The clock is the database's, so a test moves what was written instead. */
const pass = async (seconds: number, who = user) => {
  const id = await studentId(who);
  await superuser.query(
    `update activity.lesson_progress set last_activity_at = last_activity_at - make_interval(secs => $2)
     where shishya_user_id = $1`,
    [id, seconds],
  );
  await superuser.query(
    `update activity.shishya_users set counted_until = counted_until - make_interval(secs => $2) where id = $1`,
    [id, seconds],
  );
};
/** What a slow machine may add to the time that was moved. */
const secondsSince = (moment: number) => Math.ceil((Date.now() - moment) / 1000);
const recorded = (lesson: number | undefined) =>
  students.rows<{ status: string; time_spent_seconds: number; started_at: string }>(
    user,
    'select status, time_spent_seconds, started_at from activity.lesson_progress where lesson_id = $1',
    [lesson],
  );

describe('the first report of a lesson', () => {
  it('begins it, with the database’s clock, and counts no time', async () => {
    const before = Date.now();
    expect(await report(course.lessons[0], { seconds: 4000 })).toMatchObject({
      status: 'in_progress',
      time_spent_seconds: 0,
      counted_seconds: 0,
    });
    const [row] = await recorded(course.lessons[0]);
    expect(new Date(row?.started_at ?? 0).getTime()).toBeGreaterThanOrEqual(before);
    const logged = await students.rows(
      user,
      `select entity_id, ip_address from activity.activity_logs where action = 'start'`,
    );
    expect(logged).toEqual([{ entity_id: String(course.lessons[0]), ip_address: '127.0.0.1' }]);
  });

  it('many times at once makes one row and one entry of the log', async () => {
    await Promise.all(Array.from({ length: 20 }, () => report(course.lessons[0])));
    expect(await recorded(course.lessons[0])).toHaveLength(1);
    expect(
      await students.rows(user, `select from activity.activity_logs where action = 'start'`),
    ).toHaveLength(1);
  });

  it('is refused for a lesson of another course, of no course, and to who is not enrolled', async () => {
    const other = await insertLiveCourse(guru);
    expect(await refusal(report(other.lessons[0]))).toBe('OS404 lesson.not-found');
    expect(await refusal(report(999_999))).toBe('OS404 lesson.not-found');
    expect(await refusal(report(other.lessons[0], {}, { inCourse: other }))).toBe(
      'OS404 enrollment.not-found',
    );
    expect(await recorded(other.lessons[0])).toEqual([]);
  });

  it('is refused for a lesson that the student’s version does not have, and in a closed course', async () => {
    await insertNextVersion(guru, { ...course, lessons: course.lessons.slice(1) }, 2);
    const newcomer = user + 1000;
    await students.add(newcomer);
    await enroll(newcomer);
    expect(await refusal(report(course.lessons[0], {}, { who: newcomer }))).toBe(
      'OS404 lesson.not-found',
    );
    await guru.query(`update live.courses set status = 'draft', is_closed = true where id = $1`, [
      course.id,
    ]);
    expect(await refusal(report(course.lessons[0]))).toBe('OS403 course.closed');
  });
});

describe('time', () => {
  it('is added up from what is reported', async () => {
    await report(course.lessons[0]);
    await pass(30);
    expect(await report(course.lessons[0], { seconds: 20 })).toMatchObject({ counted_seconds: 20 });
    await pass(40);
    expect(await report(course.lessons[0], { seconds: 33 })).toMatchObject({
      counted_seconds: 33,
      time_spent_seconds: 53,
    });
  });

  it('is never more than has passed since the last report, whatever the browser says', async () => {
    const began = Date.now();
    await report(course.lessons[0]);
    await pass(30);
    const lie = await report(course.lessons[0], { seconds: 86_400 });
    expect(lie.counted_seconds).toBeGreaterThanOrEqual(30);
    expect(lie.counted_seconds).toBeLessThanOrEqual(30 + secondsSince(began));
    // A clock of the browser that went back reports nothing, and a negative one takes nothing away.
    await pass(30);
    expect(await report(course.lessons[0], { seconds: -500 })).toMatchObject({
      counted_seconds: 0,
      time_spent_seconds: lie.counted_seconds,
    });
  });

  it('is never more than four hours in one report', async () => {
    await report(course.lessons[0]);
    await pass(100_000);
    expect((await report(course.lessons[0], { seconds: 86_400 })).counted_seconds).toBe(14_400);
  });

  it('changes by nothing when reported sooner than 15 seconds after the last', async () => {
    await report(course.lessons[0]);
    await pass(20);
    await report(course.lessons[0], { seconds: 15 });
    await pass(5);
    const soon = await report(course.lessons[0], { seconds: 10, notes: true });
    expect(soon).toMatchObject({ counted_seconds: 0, time_spent_seconds: 15, notes_read: false });
    // The browser keeps the ten seconds and reports them with the next.
    await pass(15);
    expect((await report(course.lessons[0], { seconds: 20 })).time_spent_seconds).toBe(35);
  });

  it('in two tabs of one student counts once, also in two courses', async () => {
    const other = await insertLiveCourse(guru);
    await enroll(user, other);
    const began = Date.now();
    await report(course.lessons[0]);
    await report(course.lessons[1]);
    await report(other.lessons[0], {}, { inCourse: other });
    await pass(60);
    const counted = await Promise.all([
      report(course.lessons[0], { seconds: 60 }),
      report(course.lessons[1], { seconds: 60 }),
      report(other.lessons[0], { seconds: 60 }, { inCourse: other }),
    ]);
    const total = counted.reduce((sum, { counted_seconds }) => sum + counted_seconds, 0);
    expect(total).toBeGreaterThanOrEqual(60);
    expect(total).toBeLessThanOrEqual(60 + secondsSince(began));
  });

  it('of one lesson is not taken away by opening another', async () => {
    await report(course.lessons[0]);
    await pass(60);
    await report(course.lessons[1]);
    expect((await report(course.lessons[0], { seconds: 60 })).counted_seconds).toBe(60);
  });

  it('of one student is nobody else’s', async () => {
    const other = user + 2000;
    await students.add(other);
    await enroll(other);
    await report(course.lessons[0]);
    await report(course.lessons[0], {}, { who: other });
    await pass(60);
    await pass(60, other);
    expect((await report(course.lessons[0], { seconds: 60 })).counted_seconds).toBe(60);
    const theirs = await report(course.lessons[0], { seconds: 60 }, { who: other });
    expect(theirs.counted_seconds).toBe(60);
  });

  it('does not run backwards with a server clock that does', async () => {
    await report(course.lessons[0]);
    await pass(30);
    await report(course.lessons[0], { seconds: 30 });
    await pass(-3600);
    expect(await report(course.lessons[0], { seconds: 30 })).toMatchObject({
      counted_seconds: 0,
      time_spent_seconds: 30,
    });
  });

  it('goes on in a lesson that is done, and leaves it done', async () => {
    await students.rows(user, 'select activity.complete_lesson($1, $2)', [
      course.id,
      course.lessons[0],
    ]);
    await superuser.query(
      `update activity.lesson_progress set updated_at = updated_at - interval '30 seconds'
       where lesson_id = $1`,
      [course.lessons[0]],
    );
    expect(await report(course.lessons[0], { seconds: 30 })).toMatchObject({
      status: 'completed',
      time_spent_seconds: 30,
    });
  });
});

describe('a lesson’s video', () => {
  beforeEach(async () => {
    await insertNextVersion(guru, course, 2, { video: 'https://videos.example/birds.mp4' });
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
  });

  it('is watched by the share of its length that was played, however segments overlap', async () => {
    const first = await report(course.lessons[0], { watched: [[0, 30]], video: 200 });
    expect(first.video_watch_percentage).toBe(15);
    await pass(20);
    const parts = [
      [20, 60],
      [100, 150],
      [140, 151],
    ];
    const then = await report(course.lessons[0], { watched: parts, video: 200 });
    expect(then.video_watch_percentage).toBe(55);
    await pass(20);
    expect(
      (await report(course.lessons[0], { watched: parts, video: 200 })).video_watch_percentage,
    ).toBe(55);
  });

  it('is watched to 100% at most, also where a segment ends after it', async () => {
    const all = await report(course.lessons[0], { watched: [[0, 5000]], video: 200 });
    expect(all.video_watch_percentage).toBe(100);
  });

  it('stays watched by a report without one', async () => {
    await report(course.lessons[0], { watched: [[0, 100]], video: 200 });
    await pass(20);
    expect((await report(course.lessons[0])).video_watch_percentage).toBe(50);
  });
});

it('a lesson without a video has none watched', async () => {
  const told = await report(course.lessons[0], { watched: [[0, 100]], video: 100 });
  expect(told.video_watch_percentage).toBe(0);
});

it('notes that were read stay read', async () => {
  await report(course.lessons[0], { notes: true });
  await pass(20);
  expect((await report(course.lessons[0])).notes_read).toBe(true);
});

describe('a report', () => {
  it('makes the log of changes longer only when the lesson begins or is done', async () => {
    const logged = async () => {
      const { rows } = await superuser.query(
        `select subject, action from audit.log where id > $1 order by id`,
        [last],
      );
      return rows.map(({ subject, action }) => `${action} ${subject}`);
    };
    const { rows } = await superuser.query('select coalesce(max(id), 0) as last from audit.log');
    const last = rows[0].last;
    await report(course.lessons[0]);
    // The enrolment's start is a change of the record, its place is not.
    expect(await logged()).toEqual([
      'insert activity.lesson_progress',
      'update activity.course_enrollments',
    ]);
    for (let n = 0; n < 3; n += 1) {
      await pass(30);
      await report(course.lessons[0], { seconds: 30 });
    }
    expect(await logged()).toHaveLength(2);
    await students.rows(user, 'select activity.complete_lesson($1, $2)', [
      course.id,
      course.lessons[0],
    ]);
    expect(await logged()).toContain('update activity.lesson_progress');
  });

  it('updates its rows in place, without touching an index', async () => {
    const hot = async () => {
      const { rows } = await superuser.query<{ changed: string; hot: string }>(
        `select sum(pg_stat_get_xact_tuples_updated(c)) as changed, sum(pg_stat_get_xact_tuples_hot_updated(c)) as hot
         from unnest(array['activity.lesson_progress', 'activity.shishya_users']::regclass[]) c`,
      );
      return { changed: Number(rows[0]?.changed), hot: Number(rows[0]?.hot) };
    };
    await report(course.lessons[0]);
    await pass(30);
    await superuser.query('begin');
    const before = await hot();
    await superuser.query(`select set_config('app.user_id', $1, true)`, [String(user)]);
    await superuser.query(`select * from activity.record_activity($1, $2, 30, '[]', null, false)`, [
      course.id,
      course.lessons[0],
    ]);
    expect(await hot()).toEqual({ changed: before.changed + 2, hot: before.hot + 2 });
    await superuser.query('rollback');
  });
});

describe('the place in a course', () => {
  const place = async () =>
    (
      await students.rows<{ last_kind: string; last_id: number; started_at: string | null }>(
        user,
        'select last_kind, last_id, started_at from activity.course_enrollments',
      )
    )[0];
  const keep = (kind: string, id: number | undefined) =>
    students.rows(user, 'select activity.keep_place($1, $2, $3)', [course.id, kind, id]);

  it('is where the student was last, whatever kind of step that is', async () => {
    expect(await place()).toEqual({ last_kind: null, last_id: null, started_at: null });
    await report(course.lessons[1]);
    expect(await place()).toMatchObject({ last_kind: 'lesson', last_id: course.lessons[1] });
    expect((await place())?.started_at).not.toBeNull();
    for (const [kind, id] of [
      ['test', course.tests[0]],
      ['lab', course.lab],
      ['project', course.project],
      ['lesson', course.lessons[2]],
    ] as const) {
      await keep(kind, id);
      expect(await place()).toMatchObject({ last_kind: kind, last_id: id });
    }
  });

  it('is only where the student’s version has something', async () => {
    const other = await insertLiveCourse(guru);
    expect(await refusal(keep('lesson', other.lessons[0]))).toBe('OS404 lesson.not-found');
    expect(await refusal(keep('test', course.lessons[0]))).toBe('OS404 test.not-found');
    expect(await refusal(keep('lab', course.project))).toBe('OS404 lab.not-found');
    expect(await refusal(keep('project', course.lab))).toBe('OS404 project.not-found');
    expect((await place())?.last_kind).toBeNull();
  });
});

describe('the percentage', () => {
  const refresh = async (who: number) => {
    await superuser.query(
      `select activity.refresh_enrollment(e.id) from activity.course_enrollments e
       join activity.shishya_users s on s.id = e.shishya_user_id where s.user_id = $1 and e.course_id = $2`,
      [who, course.id],
    );
    const [row] = await students.rows<{ progress_percentage: number; status: string }>(
      who,
      'select progress_percentage, status from activity.course_enrollments',
    );
    return row;
  };
  const complete = async (who: number, lessons: readonly number[]) => {
    for (const lesson of lessons)
      await students.rows(who, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
  };
  const pass = async (who: number, test: number, answers?: Record<string, string>) => {
    const [row] = await students.rows<{ id: number }>(
      who,
      'select activity.start_attempt($1, $2) as id',
      [course.id, test],
    );
    const right = Object.fromEntries(
      (course.questions[test] ?? []).map((question) => [question, rightAnswer(question)]),
    );
    await students.rows(who, 'select activity.submit_attempt($1, $2)', [
      row?.id,
      JSON.stringify(answers ?? right),
    ]);
  };
  /** As the server's verdict and a reviewer would leave it. */
  const verifyLab = async (who: number, verified = true) =>
    superuser.query(
      `insert into activity.user_lab_progress (shishya_user_id, course_id, lab_id, status, completed_at, verified_at)
       values ($1, $2, $3, 'completed', clock_timestamp(), case when $4 then clock_timestamp() end)`,
      [await studentId(who), course.id, course.lab, verified],
    );
  const submitProject = async (who: number, status: string) =>
    superuser.query(
      `insert into activity.user_project_submissions (shishya_user_id, course_id, project_id, version,
         submission_number, submission_key, status, score, feedback, reviewed_by, reviewed_at, taken_by, taken_at)
       select $1, $2, $3, 1, 1, 'k', $4, case when d then 90 end, case when d then 'Look again.' end,
         case when d then 'a test' end, case when d then clock_timestamp() end,
         case when t then 'a test' end, case when t then clock_timestamp() end
       from (select $4 in ('approved', 'rejected') as d, $4 <> 'submitted' as t) x`,
      [await studentId(who), course.id, course.project, status],
    );
  const verifiable = async (version = 1) =>
    (
      await superuser.query<{ yes: boolean }>('select live.lab_is_verifiable($1, $2) as yes', [
        course.lab,
        version,
      ])
    ).rows[0]?.yes;

  it('is the share of lessons, passed tests, verified labs and approved projects, in every combination', async () => {
    const every = 4 + 2 + 1 + 1;
    expect(await verifiable()).toBe(true);
    for (const lessons of [0, 3, 4]) {
      for (const tests of [0, 1, 2]) {
        for (const labs of [0, 1]) {
          for (const projects of [0, 1]) {
            user += 1;
            await students.add(user);
            await enroll(user);
            await complete(user, course.lessons.slice(0, lessons));
            for (const test of course.tests.slice(0, tests)) await pass(user, test);
            if (labs) await verifyLab(user);
            if (projects) await submitProject(user, 'approved');
            const done = lessons + tests + labs + projects;
            expect([{ lessons, tests, labs, projects }, await refresh(user)]).toEqual([
              { lessons, tests, labs, projects },
              {
                progress_percentage: Math.floor((100 * done) / every),
                status: done === every ? 'completed' : 'active',
              },
            ]);
          }
        }
      }
    }
  });

  it('is not raised by a failed test, a lab one only says is done, or a project that is not approved', async () => {
    await pass(user, course.tests[0] ?? 0, {});
    await verifyLab(user, false);
    await submitProject(user, 'rejected');
    expect(await refresh(user)).toMatchObject({ progress_percentage: 0 });
  });

  it('does not ask for a lab that the server cannot verify', async () => {
    await insertNextVersion(guru, course, 2, { labLanguage: 'cobol' });
    expect(await verifiable(2)).toBe(false);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    await complete(user, course.lessons);
    expect(await refresh(user)).toMatchObject({ progress_percentage: 57 });
  });

  it('is the same whether one moves to a new version or is moved', async () => {
    const other = user + 3000;
    await students.add(other);
    await enroll(other);
    for (const who of [user, other]) {
      await complete(who, course.lessons.slice(1, 3));
      await pass(who, course.tests[0] ?? 0);
      await pass(who, course.tests[0] ?? 0);
      await verifyLab(who);
      await submitProject(who, 'approved');
    }
    // One of the lessons that were done is not in the new version.
    await insertNextVersion(guru, { ...course, lessons: course.lessons.slice(2) }, 2);
    const percentage = async (who: number) =>
      (
        await students.rows(
          who,
          'select version, progress_percentage from activity.course_enrollments',
        )
      )[0];
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    await guru.query('select activity.move_learners($1, 2)', [course.id]);
    expect(await percentage(user)).toEqual({ version: 2, progress_percentage: 66 });
    expect(await percentage(other)).toEqual({ version: 2, progress_percentage: 66 });
    expect(
      await students.rows(
        user,
        'select from activity.lesson_progress where completed_at is not null',
      ),
    ).toHaveLength(2);
  });

  describe('and the steps', () => {
    const steps = async (who = user) =>
      (
        await students.rows<{ kind: string; id: number; state: string; counts: boolean }>(
          who,
          'select kind, id, state, counts from activity.my_steps() order by place',
        )
      ).map(({ kind, id, state, counts }) => [kind, id, state, counts]);

    it('come in the course’s order, each with how the student stands', async () => {
      const { lessons, tests, lab, project } = course;
      await complete(user, lessons.slice(0, 1));
      await pass(user, tests[0] ?? 0);
      await submitProject(user, 'under_review');
      expect(await steps()).toEqual([
        ['lesson', lessons[0], 'done', true],
        ['lesson', lessons[1], 'open', true],
        ['test', tests[0], 'done', true],
        ['lesson', lessons[2], 'open', true],
        ['lesson', lessons[3], 'open', true],
        ['test', tests[1], 'open', true],
        ['lab', lab, 'open', true],
        ['project', project, 'waiting', true],
      ]);
    });

    it('tell a lab that was verified from one that is done by one’s word, and a project to hand in again', async () => {
      await insertNextVersion(guru, course, 2, { labLanguage: 'cobol' });
      await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
      await verifyLab(user, false);
      await submitProject(user, 'rejected');
      expect((await steps()).slice(-2)).toEqual([
        ['lab', course.lab, 'declared', false],
        ['project', course.project, 'rejected', true],
      ]);
    });

    it('are one’s own only, and a closed course tells no titles', async () => {
      const stranger = user + 4000;
      await students.add(stranger);
      expect(await steps(stranger)).toEqual([]);
      await guru.query(`update live.courses set status = 'draft', is_closed = true where id = $1`, [
        course.id,
      ]);
      const titles = await students.rows(user, 'select distinct title from activity.my_steps()');
      expect(titles).toEqual([{ title: '' }]);
    });
  });
});
