import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { type Learned, learnedBy } from '../../scripts/testing/learned.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  type VersionOptions,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
let learned: Learned;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  learned = learnedBy(students, guru, 500);
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

interface Part {
  readonly part: string;
  readonly weight: number;
  readonly share: number;
  readonly percentage: number;
}
interface State {
  readonly offered: boolean;
  readonly eligible: boolean;
  readonly issued: string | null;
  readonly missing: readonly Record<string, unknown>[];
  readonly lessons: unknown;
  readonly tests: unknown;
  readonly labs: unknown;
  readonly projects: unknown;
  readonly trace: {
    readonly tests: readonly Record<string, unknown>[];
    readonly labs: readonly Record<string, unknown>[];
    readonly projects: readonly Record<string, unknown>[];
    readonly lessons: unknown;
    readonly parts: readonly Part[];
    readonly percentage: number | null;
    readonly grade: string;
  };
}
const stateOf = async (user: number, course: LiveCourse): Promise<State> => {
  const [row] = await students.rows<{ state: State }>(
    user,
    'select activity.my_certificate_state($1) as state',
    [course.id],
  );
  if (row === undefined) throw new Error('A select without from returns one row.');
  return row.state;
};
const short = ({ parts, percentage, grade }: State['trace']) => ({
  parts: parts.map((part) => [part.part, part.share, part.percentage]),
  percentage,
  grade,
});
/** Everything asked for, so that nothing is issued before a test has looked. */
const everything = {
  requires_test_pass: true,
  requires_lab_completion: true,
  requires_project_completion: true,
};
const courseWith = (certificate: Record<string, unknown>, options: VersionOptions = {}) =>
  insertLiveCourse(guru, { passing: 50, ...options, certificate });

describe('the trace of a score', () => {
  it('has every test with its best attempt, every lab and every project, and how the total is made of them', async () => {
    const course = await courseWith(everything, {
      checklist: [
        { criterion: 'Draws', description: '' },
        { criterion: 'Counts', description: '' },
      ],
    });
    const user = await learned.learner(course, { lessons: 3, right: 1 });
    await learned.attempt(user, course, course.tests[0], 2);
    await learned.attempt(user, course, course.tests[0], 0);
    await learned.project(user, course, {
      status: 'rejected',
      score: 30,
      checklist: [
        { criterion: 'Draws', met: false },
        { criterion: 'Counts', met: true },
      ],
    });
    const { trace, missing, eligible } = await stateOf(user, course);
    expect(trace).toEqual({
      tests: [
        {
          test_id: course.tests[0],
          title: 'Test 1',
          kind: 'module',
          required: true,
          attempts: 3,
          score: 2,
          max_score: 2,
          percentage: 100,
          passed: true,
        },
        {
          test_id: course.tests[1],
          title: 'Test 2',
          kind: 'module',
          required: true,
          attempts: 1,
          score: 1,
          max_score: 2,
          percentage: 50,
          passed: true,
        },
      ],
      labs: [
        {
          lab_id: course.lab,
          title: 'Count birds',
          required: true,
          verifiable: true,
          completed: false,
          hints_used: 0,
          completed_at: null,
        },
      ],
      projects: [
        {
          project_id: course.project,
          title: 'Watch birds',
          required: true,
          status: 'rejected',
          score: 30,
          max_score: 100,
          submissions: 1,
          checklist: [
            { text: 'Draws', met: false },
            { text: 'Counts', met: true },
          ],
        },
      ],
      lessons: { done: 3, of: 4 },
      parts: [
        { part: 'tests', weight: 60, share: 60, percentage: 75 },
        { part: 'labs', weight: 20, share: 20, percentage: 0 },
        // What was not approved is worth nothing yet.
        { part: 'projects', weight: 20, share: 20, percentage: 0 },
      ],
      percentage: 45,
      grade: 'Pass',
    });
    expect(eligible).toBe(false);
    expect(missing).toEqual([
      { kind: 'lesson', id: course.lessons[3], title: 'Lesson 4' },
      { kind: 'lab', id: course.lab, title: 'Count birds' },
      { kind: 'project', id: course.project, title: 'Watch birds' },
      { kind: 'result', reached: 45, of: 50 },
    ]);

    await learned.lab(user, course);
    await learned.project(user, course, {
      score: 85,
      checklist: [
        { criterion: 'Draws', met: true },
        { criterion: 'Counts', met: true },
      ],
    });
    const later = await stateOf(user, course);
    // (60 · 75 + 20 · 100 + 20 · 85) ÷ 100
    expect(short(later.trace)).toMatchObject({ percentage: 82, grade: 'B' });
    expect(later.trace.labs[0]).toMatchObject({ completed: true });
    expect(later.trace.labs[0]?.completed_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(later.trace.projects[0]).toMatchObject({
      status: 'approved',
      score: 85,
      submissions: 2,
    });
    expect(later.missing).toMatchObject([{ kind: 'lesson' }]);
  });

  it.each([
    ['what is asked for and what is not begun', { requires_test_pass: true }, [], 100, 'A'],
    [
      'what is left to choice and finished',
      { requires_test_pass: true },
      ['lab', 'project'],
      92,
      'A',
    ],
    ['half of it', { requires_test_pass: true }, ['project'], 90, 'A'],
    [
      'other weights',
      { ...everything, test_weight: 10, lab_weight: 30, project_weight: 60 },
      ['lab', 'project'],
      76,
      'C',
    ],
    [
      'a weight of nothing',
      { ...everything, test_weight: 0, lab_weight: 0, project_weight: 5 },
      ['lab', 'project'],
      60,
      'Pass',
    ],
    ['all of a course', everything, ['lab', 'project'], 92, 'A'],
  ])('counts %s', async (_what, rule, done, percentage, grade) => {
    const course = await courseWith(rule);
    const user = await learned.learner(course, { lessons: 3 });
    if (done.includes('lab')) await learned.lab(user, course);
    if (done.includes('project')) await learned.project(user, course, { score: 60 });
    const { trace } = await stateOf(user, course);
    expect({ percentage: trace.percentage, grade: trace.grade }).toEqual({ percentage, grade });
    const shares = trace.parts.reduce((sum, { share }) => sum + share, 0);
    expect(Math.abs(shares - 100)).toBeLessThan(0.02);
    const weighted = trace.parts.reduce((sum, part) => sum + part.weight * part.percentage, 0);
    const weights = trace.parts.reduce((sum, part) => sum + part.weight, 0);
    expect(trace.percentage).toBe(Math.floor(weighted / weights));
  });

  it('is rounded down: 88.5 is 88', async () => {
    const questions = Array.from({ length: 9 }, () => ({}));
    const course = await insertLiveCourse(guru, {
      passing: 50,
      practice: false,
      questions,
      certificate: { requires_test_pass: true },
    });
    const user = await learned.learner(course, { lessons: 3, tests: 0 });
    await learned.attempt(user, course, course.tests[0], 7);
    await learned.attempt(user, course, course.tests[1], 2);
    const { trace } = await stateOf(user, course);
    expect(short(trace)).toEqual({ parts: [['tests', 100, 88.5]], percentage: 88, grade: 'B' });
  });

  it('of a course without anything that is scored is no figure, and the grade is Pass', async () => {
    const course = await courseWith(
      { type: 'completion', requires_test_pass: false },
      { practice: false },
    );
    const user = await learned.learner(course, { tests: 0 });
    const { trace, issued } = await stateOf(user, course);
    expect(short(trace)).toEqual({ parts: [], percentage: null, grade: 'Pass' });
    expect(issued).not.toBeNull();
  });

  it('counts by the keys that are right today, and leaves what was issued as it was', async () => {
    const course = await insertLiveCourse(guru, {
      passing: 50,
      practice: false,
      questions: [{ key: { correct_answer: 'Sydney' } }, {}],
    });
    const user = await learned.learner(course, { lessons: 3, tests: 0 });
    await learned.attempt(user, course, course.tests[0], 2);
    await learned.attempt(user, course, course.tests[1], 2);
    const question = course.questions[course.tests[0] ?? 0]?.[0] ?? 0;
    expect(short((await stateOf(user, course)).trace)).toMatchObject({ percentage: 75 });
    await superuser.query(`select activity.correct_key($1, $2, '[]', 'a test', 'a test')`, [
      question,
      `right ${question}`,
    ]);
    expect(short((await stateOf(user, course)).trace)).toMatchObject({ percentage: 100 });
    await learned.lesson(user, course, course.lessons[3]);
    await superuser.query(`select activity.correct_key($1, 'Perth', '[]', 'a test', 'a test')`, [
      question,
    ]);
    const { trace, issued } = await stateOf(user, course);
    expect(short(trace)).toMatchObject({ percentage: 75 });
    const { rows } = await superuser.query(
      `select final_score, trace -> 'percentage' as percentage from activity.issued_certificates
       where certificate_number = $1`,
      [issued],
    );
    expect(rows).toEqual([{ final_score: 100, percentage: 100 }]);
  });

  it('is of the version the student learns, whatever was published since', async () => {
    const course = await courseWith(everything);
    const user = await learned.learner(course, { lessons: 3 });
    const before = await stateOf(user, course);
    await insertNextVersion(guru, course, 2, {
      passing: 50,
      certificate: { ...everything, test_weight: 1, lab_weight: 99, project_weight: 0 },
    });
    expect(await stateOf(user, course)).toEqual(before);
  });

  it('tells the learner of a closed course no titles', async () => {
    const course = await courseWith(everything);
    const user = await learned.learner(course, { lessons: 3 });
    await superuser.query(
      `update live.courses set is_closed = true, status = 'draft' where id = $1`,
      [course.id],
    );
    const state = await stateOf(user, course);
    expect(JSON.stringify(state)).not.toMatch(/Lesson|Test \d|Count birds|Watch birds/);
    expect(short(state.trace)).toMatchObject({ percentage: 60 });
    expect(state.missing).toHaveLength(3);
  });

  it('is nobody else’s to see', async () => {
    const course = await courseWith(everything);
    const other = await learned.learner(await courseWith(everything), { lessons: 0, tests: 0 });
    expect(await stateOf(other, course)).toBeNull();
    await expect(
      students.rows(other, 'select activity.certificate_state(1, $1)', [course.id]),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an assessment', () => {
  it.each([
    ['assessment', 80, false],
    ['assessment', 75, true],
    ['completion', 80, true],
  ])(
    'of type %s that passes from %i is open to a total of 75: %s',
    async (type, from, eligible) => {
      const course = await courseWith({ type, passing_percentage: from }, { practice: false });
      const user = await learned.learner(course, { lessons: 4, tests: 1 });
      await learned.attempt(user, course, course.tests[1], 1);
      const state = await stateOf(user, course);
      expect(state).toMatchObject({
        eligible,
        missing: eligible ? [] : [{ kind: 'result', reached: 75, of: 80 }],
      });
      expect(state.issued === null).toBe(!eligible);
    },
  );
});

describe('a grade', () => {
  it.each([
    [100, 'A'],
    [90, 'A'],
    [89, 'B'],
    [80, 'B'],
    [79, 'C'],
    [70, 'C'],
    [69, 'Pass'],
    [0, 'Pass'],
  ])('of %i percent is %s', async (percentage, grade) => {
    const { rows } = await superuser.query('select activity.grade_of($1) as grade', [percentage]);
    expect(rows).toEqual([{ grade }]);
  });
});
