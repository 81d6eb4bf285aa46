import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
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

const refusal = (code: string, state: string) => ({ message: code, code: state });
const megabyte = 1024 * 1024;

let lastUser = 100;
async function student(course: LiveCourse): Promise<number> {
  lastUser += 1;
  await students.add(lastUser);
  await students.rows(lastUser, 'select activity.enroll($1)', [course.id]);
  return lastUser;
}
/** A course whose project asks for two things, and a student of it. */
async function projectAndStudent(): Promise<[LiveCourse, number]> {
  const course = await insertLiveCourse(guru);
  await superuser.query("set session_replication_role = 'replica'");
  await superuser.query('update live.projects set evaluation_checklist = $2 where id = $1', [
    course.project,
    JSON.stringify([
      { criterion: 'Counts', description: '' },
      { criterion: 'Draws', description: '' },
    ]),
  ]);
  await superuser.query("set session_replication_role = 'origin'");
  return [course, await student(course)];
}

interface Sent {
  readonly url?: string | null;
  readonly notes?: string;
  readonly key?: string;
}
let lastKey = 0;
async function submit(user: number, course: LiveCourse, sent: Sent = {}): Promise<number> {
  lastKey += 1;
  const { url = 'https://birds.example/', notes = '', key = `key-${lastKey}` } = sent;
  const [row] = await students.rows<{ id: number }>(
    user,
    'select activity.submit_project($1, $2, $3, $4, $5) as id',
    [course.id, course.project, url, notes, key],
  );
  return row?.id ?? 0;
}
async function addFile(
  user: number,
  course: LiveCourse,
  { name = 'birds.pdf', bytes = 1000 }: { name?: string; bytes?: number } = {},
): Promise<{ id: number; storage_key: string }> {
  const [row] = await students.rows<{ id: number; storage_key: string }>(
    user,
    'select * from activity.add_submission_file($1, $2, $3, $4, $5, $6, $7, $8)',
    [course.id, course.project, name, 'application/pdf', bytes, 'a'.repeat(64), 5, 50 * megabyte],
  );
  if (row === undefined) throw new Error('The file was not put down.');
  return row;
}
async function storedFile(user: number, course: LiveCourse): Promise<number> {
  const { id, storage_key } = await addFile(user, course);
  await guru.query('select activity.keep_submission_file($1, $2)', [id, `/x/${storage_key}`]);
  return id;
}
const remove = (user: number, file: number) =>
  students.rows(user, 'select activity.remove_submission_file($1)', [file]);
const take = (submission: number, reviewer = 'Ravi') =>
  guru.query('select activity.take_submission($1, $2)', [submission, reviewer]);
interface Verdict {
  readonly status?: string;
  readonly score?: number | null;
  readonly feedback?: string | null;
  readonly checklist?: unknown;
}
const fullChecklist = [
  { criterion: 'Draws', met: false, comment: 'A picture is missing.' },
  { criterion: 'Counts', met: true },
];
const review = (submission: number, verdict: Verdict = {}) =>
  guru.query('select activity.review_submission($1, $2, $3, $4, $5, $6)', [
    submission,
    'Ravi',
    verdict.status ?? 'approved',
    verdict.score === undefined ? 80 : verdict.score,
    verdict.feedback === undefined ? 'Well seen.' : verdict.feedback,
    JSON.stringify(verdict.checklist ?? fullChecklist),
  ]);
const rowOf = async (id: number) =>
  (await superuser.query('select * from activity.user_project_submissions where id = $1', [id]))
    .rows[0];
const count = async (statement: string, parameters: unknown[]) =>
  (await superuser.query<{ n: number }>(`select count(*)::int as n from ${statement}`, parameters))
    .rows[0]?.n;

describe('handing in a project', () => {
  it('keeps link, notes and waiting files, on the version the student learns', async () => {
    const [course, user] = await projectAndStudent();
    const file = await storedFile(user, course);
    await insertNextVersion(guru, course, 2);
    const id = await submit(user, course, { notes: '  Three birds.\n' });
    expect(await rowOf(id)).toMatchObject({
      version: 1,
      submission_number: 1,
      status: 'submitted',
      submission_url: 'https://birds.example/',
      submission_notes: 'Three birds.',
      withdrawn_at: null,
    });
    expect(
      await students.rows(
        user,
        'select id from activity.submission_files where submission_id = $1',
        [id],
      ),
    ).toEqual([{ id: file }]);
    expect(
      await count(
        `activity.activity_logs where action = 'submit' and entity_type = 'project'
          and entity_id = $1 and ip_address = '127.0.0.1' and user_agent = 'a test'`,
        [String(course.project)],
      ),
    ).toBe(1);
  });

  it('with nothing in it is refused, a file that never arrived included', async () => {
    const [course, user] = await projectAndStudent();
    await addFile(user, course);
    await expect(submit(user, course, { url: ' ', notes: ' \n' })).rejects.toMatchObject(
      refusal('submission.empty', 'OS422'),
    );
    await storedFile(user, course);
    expect(await submit(user, course, { url: null })).toBeGreaterThan(0);
  });

  it.each([
    'javascript:alert(1)',
    'ftp://birds.example',
    'birds.example',
    'https:///',
    'https:// x',
  ])('with the link %s is refused', async (url) => {
    const [course, user] = await projectAndStudent();
    await expect(submit(user, course, { url })).rejects.toMatchObject({ code: '23514' });
  });

  it('fifty times at once with one key is one submission', async () => {
    const [course, user] = await projectAndStudent();
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => submit(user, course, { key: 'the-same' })),
    );
    expect(new Set(ids).size).toBe(1);
    expect(
      await count('activity.user_project_submissions where project_id = $1', [course.project]),
    ).toBe(1);
  });

  it('again before anybody took it up puts a new one in its place and keeps the old', async () => {
    const [course, user] = await projectAndStudent();
    const first = await submit(user, course);
    const second = await submit(user, course, { notes: 'Better.' });
    expect(await rowOf(first)).toMatchObject({
      status: 'submitted',
      withdrawn_at: expect.any(Date),
    });
    expect(await rowOf(second)).toMatchObject({ submission_number: 2, withdrawn_at: null });
    await expect(take(first)).rejects.toMatchObject(refusal('submission.withdrawn', 'OS409'));
    const latest = await students.rows(
      user,
      'select submission_id, status from activity.latest_submissions',
    );
    expect(latest).toEqual([{ submission_id: second, status: 'submitted' }]);
  });

  it('is refused while somebody reviews and once it was approved, and possible after a rejection', async () => {
    const [course, user] = await projectAndStudent();
    const first = await submit(user, course);
    await take(first);
    await expect(submit(user, course)).rejects.toMatchObject(
      refusal('submission.under-review', 'OS409'),
    );
    await expect(addFile(user, course)).rejects.toMatchObject(
      refusal('submission.under-review', 'OS409'),
    );
    await review(first, { status: 'rejected', score: null, feedback: 'Draw it.' });
    const second = await submit(user, course);
    await take(second);
    await review(second);
    await expect(submit(user, course)).rejects.toMatchObject(
      refusal('submission.approved', 'OS409'),
    );
    const history = await superuser.query(
      `select submission_number, status from activity.user_project_submissions
       where project_id = $1 order by 1`,
      [course.project],
    );
    expect(history.rows).toEqual([
      { submission_number: 1, status: 'rejected' },
      { submission_number: 2, status: 'approved' },
    ]);
  });

  it('is refused to strangers, for a project of another course and in a closed course', async () => {
    const [course, user] = await projectAndStudent();
    const [other] = await projectAndStudent();
    await students.add(77);
    await expect(submit(77, course)).rejects.toMatchObject(
      refusal('enrollment.not-found', 'OS404'),
    );
    await expect(submit(user, { ...course, project: other.project })).rejects.toMatchObject(
      refusal('project.not-found', 'OS404'),
    );
    await guru.query(`update live.courses set status = 'draft', is_closed = true where id = $1`, [
      course.id,
    ]);
    await expect(submit(user, course)).rejects.toMatchObject(refusal('course.closed', 'OS403'));
  });

  it('more than twenty times a day is refused', async () => {
    const [course, user] = await projectAndStudent();
    for (let n = 0; n < 20; n += 1) await submit(user, course);
    await expect(submit(user, course)).rejects.toMatchObject(
      refusal('submission.too-many', 'OS429'),
    );
  });
});

describe('a file', () => {
  it('counts against the limits, however many come at once', async () => {
    const [course, user] = await projectAndStudent();
    const added = await Promise.allSettled(Array.from({ length: 12 }, () => addFile(user, course)));
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(addFile(user, course)).rejects.toMatchObject(refusal('file.too-many', 'OS422'));
  });

  it('too many bytes together are refused', async () => {
    const [course, user] = await projectAndStudent();
    await addFile(user, course, { bytes: 40 * megabyte });
    await expect(addFile(user, course, { bytes: 11 * megabyte })).rejects.toMatchObject(
      refusal('file.too-large-together', 'OS413'),
    );
  });

  it('that was removed makes room and is not handed in', async () => {
    const [course, user] = await projectAndStudent();
    const files = await Promise.all(Array.from({ length: 5 }, () => storedFile(user, course)));
    await remove(user, files[0] ?? 0);
    await storedFile(user, course);
    const id = await submit(user, course);
    expect(await count('activity.submission_files where submission_id = $1', [id])).toBe(5);
    await expect(remove(user, files[1] ?? 0)).rejects.toMatchObject(
      refusal('file.not-found', 'OS404'),
    );
  });

  it('of another student is neither seen nor removed', async () => {
    const [course, user] = await projectAndStudent();
    const other = await student(course);
    const file = await storedFile(user, course);
    expect(await students.rows(other, 'select id from activity.submission_files')).toEqual([]);
    await expect(remove(other, file)).rejects.toMatchObject(refusal('file.not-found', 'OS404'));
    expect(await students.rows(user, 'select id from activity.submission_files')).toEqual([
      { id: file },
    ]);
  });

  it('has a place in the storage that no student’s statement can read', async () => {
    const [, user] = await projectAndStudent();
    for (const column of ['storage_key', 'storage_url'])
      await expect(
        students.rows(user, `select ${column} from activity.submission_files`),
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('is given up once removed or a day old, and never when it was handed in', async () => {
    const [course, user] = await projectAndStudent();
    const giveUp = async (file: number) =>
      (await guru.query('select * from activity.give_up_submission_file($1)', [file])).rows;
    const kept = await storedFile(user, course);
    expect(await giveUp(kept)).toEqual([]);
    const removed = await storedFile(user, course);
    await remove(user, removed);
    expect(await giveUp(removed)).toEqual([
      { storage_key: expect.stringMatching(/^[0-9a-f]{64}$/), storage_url: expect.any(String) },
    ]);
    await guru.query('select activity.erase_submission_file($1)', [removed]);
    expect(await giveUp(removed)).toEqual([]);
    const old = await storedFile(user, course);
    await superuser.query("set session_replication_role = 'replica'");
    await superuser.query(
      `update activity.submission_files set created_at = now() - interval '25 hours' where id = $1`,
      [old],
    );
    await superuser.query("set session_replication_role = 'origin'");
    expect(await giveUp(old)).toHaveLength(1);
    await submit(user, course);
    await guru.query('select activity.erase_submission_file($1)', [kept]);
    const { rows } = await superuser.query(
      'select id, submission_id is not null as sent, erased_at is not null as erased from activity.submission_files where shishya_user_id = (select id from activity.shishya_users where user_id = $1) order by id',
      [user],
    );
    expect(rows).toEqual([
      { id: kept, sent: true, erased: false },
      { id: removed, sent: false, erased: true },
      { id: old, sent: false, erased: false },
    ]);
  });

  it('in a submission is not changed by anybody', async () => {
    const [course, user] = await projectAndStudent();
    const file = await storedFile(user, course);
    await submit(user, course);
    for (const change of [`name = 'other.pdf'`, 'submission_id = null', 'removed_at = now()'])
      await expect(
        superuser.query(`update activity.submission_files set ${change} where id = $1`, [file]),
      ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('reviewing', () => {
  it('approves a submission that was taken up, once', async () => {
    const [course, user] = await projectAndStudent();
    const id = await submit(user, course);
    await expect(review(id)).rejects.toMatchObject(refusal('submission.not-taken', 'OS409'));
    await take(id);
    await take(id, 'Sita');
    expect(await rowOf(id)).toMatchObject({ status: 'under_review', taken_by: 'Sita' });
    const verdicts = await Promise.allSettled(
      Array.from({ length: 5 }, async () => {
        const own = new Client({ connectionString: database.guru });
        await own.connect();
        try {
          await own.query(
            `select activity.review_submission($1, 'Ravi', 'approved', 80, null, $2)`,
            [id, JSON.stringify(fullChecklist)],
          );
        } finally {
          await own.end();
        }
      }),
    );
    expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({
      status: 'approved',
      score: 80,
      reviewed_by: 'Ravi',
      checklist: fullChecklist,
    });
    await expect(take(id)).rejects.toMatchObject(refusal('submission.reviewed', 'OS409'));
    expect(
      await count(`activity.activity_logs where action = 'approve' and entity_id = $1`, [
        String(id),
      ]),
    ).toBe(1);
    expect(
      await students.rows(user, 'select status, score from activity.latest_submissions'),
    ).toEqual([{ status: 'approved', score: 80 }]);
  });

  it.each([
    ['a status of its own', { status: 'submitted' }, 'review.status'],
    ['approval without a score', { score: null }, 'review.score'],
    ['a score above 100', { score: 101 }, 'review.score'],
    ['a score below 0', { status: 'rejected', score: -1 }, 'review.score'],
    ['rejection without feedback', { status: 'rejected', feedback: ' \n' }, 'review.feedback'],
    ['endless feedback', { feedback: 'x'.repeat(20_001) }, 'review.feedback-too-long'],
    ['a checklist that is none', { checklist: { Counts: true } }, 'review.checklist'],
    ['a checklist of other things', { checklist: ['Counts', 1, null, []] }, 'review.checklist'],
    ['a criterion left out', { checklist: fullChecklist.slice(1) }, 'review.checklist'],
    [
      'a criterion twice',
      { checklist: [...fullChecklist, { criterion: 'Counts', met: false }] },
      'review.checklist',
    ],
    [
      'a criterion that is neither met nor not',
      { checklist: [{ criterion: 'Counts' }, { criterion: 'Draws', met: 'yes' }] },
      'review.checklist',
    ],
    [
      'something else in the checklist',
      { checklist: fullChecklist.map((entry) => ({ ...entry, score: 1 })) },
      'review.checklist',
    ],
  ])('with %s is refused', async (_, verdict, code) => {
    const [course, user] = await projectAndStudent();
    const id = await submit(user, course);
    await take(id);
    await expect(review(id, verdict)).rejects.toMatchObject(refusal(code, 'OS422'));
    expect(await rowOf(id)).toMatchObject({ status: 'under_review', reviewed_at: null });
  });

  it('leaves a record that nobody changes, a superuser included', async () => {
    const [course, user] = await projectAndStudent();
    const id = await submit(user, course);
    const change = (what: string) =>
      superuser.query(`update activity.user_project_submissions set ${what} where id = $1`, [id]);
    await expect(change(`submission_notes = 'other'`)).rejects.toMatchObject({ code: '42501' });
    await take(id);
    await review(id, { status: 'rejected', feedback: 'Draw it.' });
    for (const what of ['score = 100', `status = 'approved'`, `feedback = 'Fine'`])
      await expect(change(what)).rejects.toMatchObject({ code: '42501' });
  });

  it('is not for students, and an editor’s role changes no row but through it', async () => {
    const [course, user] = await projectAndStudent();
    const id = await submit(user, course);
    for (const statement of [
      `select activity.take_submission(${id}, 'me')`,
      `select activity.review_submission(${id}, 'me', 'approved', 100, '', '[]')`,
      `select activity.keep_submission_file(1, '/uploads/x')`,
      `update activity.user_project_submissions set status = 'approved', score = 100`,
    ])
      await expect(students.rows(user, statement)).rejects.toMatchObject({ code: '42501' });
    await expect(
      guru.query(`update activity.user_project_submissions set score = 100 where id = $1`, [id]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('and handing in anew at the same moment leave one of the two, never both', async () => {
    const course = await insertLiveCourse(guru);
    for (let n = 0; n < 8; n += 1) {
      const user = await student(course);
      const id = await submit(user, course);
      const [taken, replaced] = await Promise.allSettled([take(id), submit(user, course)]);
      expect([taken.status, replaced.status].sort()).toEqual(['fulfilled', 'rejected']);
    }
  });
});
