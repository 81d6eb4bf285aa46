import type { Client } from 'pg';
import { type LiveCourse, rightAnswer, secret } from './live-course.ts';
import type { Students } from './students.ts';

/** What students of a course do until it is learned, each by the database's own functions. */
export interface Learned {
  /** A student, enrolled, who did so much of the course in its order. */
  learner(course: LiveCourse, done?: Done): Promise<number>;
  lesson(user: number, course: LiveCourse, lesson: number | undefined): Promise<void>;
  /** Hands in a test with so many right answers. */
  attempt(user: number, course: LiveCourse, test: number | undefined, right: number): Promise<void>;
  /** Solves the lab, as its verdict sees it. */
  lab(user: number, course: LiveCourse): Promise<void>;
  /** Hands in the project and has it reviewed. */
  project(user: number, course: LiveCourse, verdict?: Verdict): Promise<void>;
}

export interface Done {
  readonly lessons?: number;
  readonly tests?: number;
  /** Right answers in each test, of two. */
  readonly right?: number;
}

export interface Verdict {
  readonly status?: 'approved' | 'rejected';
  readonly score?: number;
  readonly checklist?: readonly { readonly criterion: string; readonly met: boolean }[];
}

/** @param firstUser users-permissions ids are counted from here */
export function learnedBy(students: Students, guru: Client, firstUser: number): Learned {
  let lastUser = firstUser;
  let submissions = 0;
  const value = async (user: number, call: string, parameters: readonly unknown[]) => {
    const [row] = await students.rows<{ value: number }>(
      user,
      `select activity.${call} as value`,
      parameters,
    );
    return row?.value ?? 0;
  };
  const lesson: Learned['lesson'] = async (user, course, id) => {
    await value(user, 'complete_lesson($1, $2)', [course.id, id]);
  };
  const attempt: Learned['attempt'] = async (user, course, test = 0, right) => {
    const started = await value(user, 'start_attempt($1, $2)', [course.id, test]);
    const known = (course.questions[test] ?? []).slice(0, right);
    const answers = Object.fromEntries(known.map((question) => [question, rightAnswer(question)]));
    await value(user, 'submit_attempt($1, $2)', [started, JSON.stringify(answers)]);
  };
  return {
    lesson,
    attempt,
    learner: async (course, { lessons = 4, tests = 2, right = 2 } = {}) => {
      lastUser += 1;
      const user = lastUser;
      await students.add(user);
      await value(user, 'enroll($1)', [course.id]);
      for (const id of course.lessons.slice(0, lessons)) await lesson(user, course, id);
      for (const test of course.tests.slice(0, tests)) await attempt(user, course, test, right);
      return user;
    },
    lab: async (user, course) => {
      const run = await value(user, 'start_lab_run($1, $2, $3)', [
        course.id,
        course.lab,
        'count()',
      ]);
      const observed = {
        status: 'finished',
        output: '3 birds\n',
        error: null,
        ms: 1,
        values: [{ value: 2 }, { value: { birds: 0, note: `${secret} hidden` } }],
      };
      await guru.query('select activity.record_lab_run($1, $2)', [run, JSON.stringify(observed)]);
    },
    project: async (user, course, { status = 'approved', score = 80, checklist = [] } = {}) => {
      submissions += 1;
      const made = await value(user, 'submit_project($1, $2, null, $3, $4)', [
        course.id,
        course.project,
        'Seen.',
        `key-${submissions}`,
      ]);
      await guru.query('select activity.take_submission($1, $2)', [made, 'Ravi']);
      await guru.query('select activity.review_submission($1, $2, $3, $4, $5, $6)', [
        made,
        'Ravi',
        status,
        score,
        'Looked at.',
        JSON.stringify(checklist),
      ]);
    },
  };
}
