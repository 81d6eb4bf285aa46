import { createRequire } from 'node:module';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLiveCourse, type LiveCourse } from '../../../../../scripts/testing/live-course.ts';
import { startTestStrapi, type TestStrapi } from '../../../../../scripts/testing/strapi.ts';
import { type Students, studentsOf } from '../../../../../scripts/testing/students.ts';
import type * as review from './review';

// As the cms runs it: what it asks of Strapi must be the running one's own.
const { takeSubmission, reviewSubmission } = createRequire(import.meta.url)(
  '../../../../dist/src/plugins/records/server/review.js',
) as typeof review;

let cms: TestStrapi;
let students: Students;
let superuser: Client;
let course: LiveCourse;
const ravi = { id: 7, name: 'Ravi' };

beforeAll(async () => {
  cms = await startTestStrapi();
  students = studentsOf(cms.database);
  superuser = new Client({ connectionString: cms.database.admin });
  await superuser.connect();
  const guru = new Client({ connectionString: cms.database.guru });
  await guru.connect();
  course = await insertLiveCourse(guru);
  await guru.end();
});
afterAll(async () => {
  await superuser?.end();
  await students?.end();
  await cms?.stop();
});

let user = 0;
async function handIn(): Promise<number> {
  user += 1;
  await students.add(user);
  await students.rows(user, 'select activity.enroll($1)', [course.id]);
  const [made] = await students.rows<{ id: number }>(
    user,
    `select activity.submit_project($1, $2, null, 'I saw three.', 'key') as id`,
    [course.id, course.project],
  );
  return made?.id ?? 0;
}
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
const mails = async (to: string): Promise<Mail[]> =>
  (
    await superuser.query<Mail>(
      `select data ->> 'to' as to, data ->> 'subject' as subject, data ->> 'text' as text
       from jobs.job where name = 'mail' and data ->> 'to' = $1`,
      [to],
    )
  ).rows;
const emailOf = (student: number) => `student${student}@school.example`;

describe('a review', () => {
  it('that approves is a record and a mail with score, feedback and the way to the page', async () => {
    const id = await handIn();
    await takeSubmission(cms.strapi, id, ravi, null);
    await reviewSubmission(cms.strapi, id, ravi, {
      status: 'approved',
      score: 85,
      feedback: 'Sharp eyes.',
      checklist: [],
    });
    const [mail, ...further] = await mails(emailOf(user));
    expect(further).toEqual([]);
    expect(mail?.subject).toBe('Approved: Watch birds');
    for (const said of [
      `Hello Student ${user}`,
      'approved with 85 of 100',
      'Sharp eyes.',
      `/learn/${course.id}/projects/${course.project}`,
    ])
      expect(mail?.text).toContain(said);
    const { rows } = await superuser.query(
      `select admin_id, after ->> 'status' as status from audit.log
       where subject = 'activity.user_project_submissions' and subject_id = $1 order by id desc limit 1`,
      [String(id)],
    );
    expect(rows).toEqual([{ admin_id: '7', status: 'approved' }]);
  });

  it('that rejects says in the mail what to do', async () => {
    const id = await handIn();
    await takeSubmission(cms.strapi, id, ravi, null);
    await reviewSubmission(cms.strapi, id, ravi, {
      status: 'rejected',
      score: null,
      feedback: 'Draw them too.',
      checklist: [],
    });
    const [mail] = await mails(emailOf(user));
    expect(mail).toMatchObject({
      subject: 'Please hand in again: Watch birds',
      text: expect.stringMatching(/not approved yet[\s\S]*Draw them too\./),
    });
  });

  it('that is refused mails nothing', async () => {
    const id = await handIn();
    const approve = () =>
      reviewSubmission(cms.strapi, id, ravi, {
        status: 'approved',
        score: 85,
        feedback: null,
        checklist: [{ criterion: 'Made up', met: true }],
      });
    await expect(approve()).rejects.toMatchObject({ message: 'submission.not-taken' });
    await takeSubmission(cms.strapi, id, ravi, null);
    await expect(approve()).rejects.toMatchObject({ message: 'review.checklist' });
    expect(await mails(emailOf(user))).toEqual([]);
  });

  it('is not another’s who is called the same', async () => {
    const id = await handIn();
    const namesake = { id: 8, name: ravi.name };
    await takeSubmission(cms.strapi, id, ravi, null);
    const decision = { status: 'approved', score: 70, feedback: null, checklist: [] } as const;
    for (const meddle of [
      () => takeSubmission(cms.strapi, id, namesake, null),
      () => reviewSubmission(cms.strapi, id, namesake, decision),
    ])
      await expect(meddle()).rejects.toMatchObject({ code: 'submission.taken' });
    await takeSubmission(cms.strapi, id, namesake, ravi.id);
    await expect(reviewSubmission(cms.strapi, id, ravi, decision)).rejects.toMatchObject({
      code: 'submission.taken',
    });
    await reviewSubmission(cms.strapi, id, namesake, decision);
  });

  it('by two at once is one review and one mail', async () => {
    const id = await handIn();
    await takeSubmission(cms.strapi, id, ravi, null);
    const ended = await Promise.allSettled(
      [70, 90].map((score) =>
        reviewSubmission(cms.strapi, id, ravi, {
          status: 'approved',
          score,
          feedback: null,
          checklist: [],
        }),
      ),
    );
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await mails(emailOf(user))).toHaveLength(1);
  });
});
