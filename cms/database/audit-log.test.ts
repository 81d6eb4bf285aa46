import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let students: Students;
let superuser: Client;
let guru: Client;
let course: LiveCourse;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  superuser = new Client({ connectionString: database.admin });
  guru = new Client({ connectionString: database.guru });
  await superuser.connect();
  await guru.connect();
  course = await insertLiveCourse(guru);
  // As Strapi's role has tables of its own that are logged.
  await guru.query(`create table cms.accounts (
    id integer generated always as identity primary key, name text, password text, access_key text, value text)`);
  await guru.query(
    `create trigger audit after insert or update or delete on cms.accounts for each row execute function audit.record('value')`,
  );
});
afterAll(async () => {
  await students?.end();
  await guru?.end();
  await superuser?.end();
  await database?.drop();
});

let last = 0;
beforeEach(async () => {
  const { rows } = await superuser.query<{ id: string }>('select max(id) as id from audit.log');
  last = Number(rows[0]?.id);
});
const lines = async () =>
  (await superuser.query('select * from audit.log where id > $1 order by id', [last])).rows;

describe('a line', () => {
  it('says who acted, from where, and what the row was and became', async () => {
    await guru.query('begin');
    for (const [name, value] of [
      ['app.admin_id', '7'],
      ['app.ip_address', '203.0.113.9'],
      ['app.user_agent', 'Browser'],
    ])
      await guru.query('select set_config($1, $2, true)', [name, value]);
    await guru.query(`insert into cms.accounts (name) values ('Asha')`);
    await guru.query(`update cms.accounts set name = 'Ravi' where name = 'Asha'`);
    await guru.query('commit');
    await guru.query(`delete from cms.accounts where name = 'Ravi'`);

    const from = { admin_id: '7', user_id: null, ip_address: '203.0.113.9', user_agent: 'Browser' };
    expect(await lines()).toMatchObject([
      { ...from, login: 'guru', action: 'insert', before: null, after: { name: 'Asha' } },
      { ...from, action: 'update', before: { name: 'Asha' }, after: { name: 'Ravi' } },
      { admin_id: null, ip_address: null, action: 'delete', before: { name: 'Ravi' }, after: null },
    ]);
  });

  it('names the API token that was used', async () => {
    await guru.query('begin');
    await guru.query(`select set_config('app.api_token', '3 Reports', true)`);
    await guru.query(`insert into cms.accounts (name) values ('Asha')`);
    await guru.query('commit');
    expect(await lines()).toMatchObject([{ details: { api_token: '3 Reports' } }]);
  });

  it('never holds a secret, but says that one was there, and whether it changed', async () => {
    const secret = 'correct-horse-battery';
    await guru.query('insert into cms.accounts (name, password, value) values ($1, $2, $3)', [
      'Asha',
      `${secret}-1`,
      JSON.stringify({ github: { enabled: true, secret: `${secret}-2` } }),
    ]);
    await guru.query(
      `update cms.accounts set password = $1, name = 'A', value = $2 where password is not null`,
      [`${secret}-3`, JSON.stringify({ github: { enabled: false, secret: `${secret}-4` } })],
    );
    await guru.query(`update cms.accounts set name = 'B', value = 'no JSON' where name = 'A'`);
    const written = await lines();
    expect(JSON.stringify(written)).not.toContain(secret);
    expect(written).toMatchObject([
      {
        after: {
          password: '(hidden)',
          access_key: null,
          value: { github: { enabled: true, secret: '(hidden)' } },
        },
      },
      {
        before: { password: '(hidden, changed)' },
        after: {
          password: '(hidden, changed)',
          value: { github: { enabled: false, secret: '(hidden, changed)' } },
        },
      },
      { before: { password: '(hidden)' }, after: { password: '(hidden)' } },
    ]);
  });

  it('of a version has the checksum of its rows and not the course', async () => {
    await insertNextVersion(guru, course, 2);
    const written = await lines();
    const version = written.find(({ subject }) => subject === 'live.course_versions');
    expect(version).toMatchObject({
      action: 'insert',
      subject_id: String(course.id),
      after: { version: 2, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(version.after).not.toHaveProperty('snapshot');
    expect(written.filter(({ subject }) => subject === 'live.course_contents')).toHaveLength(1);
  });
});

describe('a line of a student', () => {
  let lastUser = 700;
  const enrolled = async () => {
    lastUser += 1;
    const user = lastUser;
    await students.add(user);
    await students.rows(user, 'select activity.enroll($1)', [course.id]);
    return user;
  };
  const complete = (user: number, lesson: number | undefined) =>
    students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
  const linesOf = async (user: number, subject: string) =>
    (
      await superuser.query(
        'select * from audit.readable where user_id = $1 and subject = $2 and id > $3 order by id',
        [String(user), subject, last],
      )
    ).rows;

  it('says the same of the first visit from somewhere and of the next', async () => {
    const user = await enrolled();
    await complete(user, course.lessons[0]);
    await complete(user, course.lessons[1]);
    const from = {
      login: 'shishya_login',
      user_id: String(user),
      admin_id: null,
      ip_address: '127.0.0.1',
      user_agent: 'a test',
      action: 'insert',
      before: null,
      details: null,
    };
    const written = await linesOf(user, 'activity.lesson_progress');
    expect(written).toMatchObject(
      course.lessons.slice(0, 2).map((lesson) => ({ ...from, after: { lesson_id: lesson } })),
    );
    const [first, second] = written;
    expect(first.subject_id).toBe(String(first.after.id));
    expect(second.personal).toBe(first.personal);
    expect(second.transaction_id).not.toBe(first.transaction_id);
    // In the log itself nothing of it stands in clear.
    const { rows } = await superuser.query(
      'select ip_address, user_agent from audit.log where id = any($1)',
      [[first.id, second.id]],
    );
    expect(rows).toEqual([first, second].map(() => ({ ip_address: null, user_agent: null })));
  });

  it('tells what was done; the percentage that follows from it is told when anybody else changes it', async () => {
    const user = await enrolled();
    await complete(user, course.lessons[0]);
    await complete(user, course.lessons[1]);
    const enrolment = 'activity.course_enrollments';
    expect(await linesOf(user, enrolment)).toMatchObject([
      { action: 'insert', after: { started_at: null } },
      { action: 'update', after: { started_at: expect.any(String) } },
    ]);
    const { rows } = await superuser.query(
      `update activity.course_enrollments e set progress_percentage = 99 from activity.shishya_users s
      where s.id = e.shishya_user_id and s.user_id = $1 returning e.id`,
      [user],
    );
    expect((await lines()).at(-1)).toMatchObject({
      subject: enrolment,
      subject_id: String(rows[0].id),
      action: 'update',
      login: 'postgres',
      after: { progress_percentage: 99 },
    });
  });
});

describe('an event', () => {
  const note = (
    action: string,
    subject: string,
    id: string | null = null,
    details: object | null = null,
  ) => guru.query('select audit.note($1, $2, $3, $4)', [action, subject, id, details]);

  it('is a line without a row', async () => {
    await note('login.failed', 'administrator', null, { email: 'asha@school.example', token: 'x' });
    expect(await lines()).toMatchObject([
      {
        action: 'login.failed',
        subject: 'administrator',
        before: null,
        after: null,
        details: { email: 'asha@school.example', token: '(hidden)' },
      },
    ]);
  });

  it('cannot pass for a change of a row, nor fill the disk', async () => {
    for (const action of ['update', 'Login', 'login..failed', '', 'a b'])
      await expect(note(action, 'x'), action).rejects.toMatchObject({ code: '22023' });
    await expect(note('export', 'x', null, { text: 'x'.repeat(20_001) })).rejects.toMatchObject({
      code: '22023',
    });
    expect(await lines()).toEqual([]);
  });
});
