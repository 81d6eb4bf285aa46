import type { Client } from 'pg';

/** The ids of a live course that was written by SQL alone, without drafts. */
export interface LiveCourse {
  readonly id: number;
  readonly modules: readonly number[];
  readonly lessons: readonly number[];
  readonly tests: readonly number[];
  /** By test: its questions in order. */
  readonly questions: Readonly<Record<number, readonly number[]>>;
  readonly lab: number;
  readonly project: number;
  readonly certificate: number;
}

/** Stands in everything a student must not see before submitting. */
export const secret = 'PEACOCK-SECRET';

/** What the lab of a test's course is judged by, besides its output, “3 birds”. */
export const labTests = {
  visible: { name: 'Counts two', expression: 'count([1, 2])', expected: '2' },
  hidden: {
    name: 'Counts none',
    expression: 'count([])',
    expected: `{"birds": 0, "note": "${secret} hidden"}`,
  },
} as const;

export const rightAnswer = (question: number): string => `right ${question}`;

/** What a version has different from the usual one. */
export interface VersionOptions {
  readonly free?: boolean;
  readonly passing?: number;
  /** Minutes. */
  readonly timeLimit?: number | null;
  readonly labLanguage?: string;
  /** Of every lesson. */
  readonly video?: string | null;
  /** Columns of every test. */
  readonly test?: Readonly<Record<string, unknown>>;
  /** Columns of the certificate. */
  readonly certificate?: Readonly<Record<string, unknown>>;
  /** Of every project: [{criterion, description}]. */
  readonly checklist?: readonly { readonly criterion: string; readonly description: string }[];
  /** False: neither lab nor project. */
  readonly practice?: boolean;
  /** Columns of the first test's questions and of their keys, in order. */
  readonly questions?: readonly {
    readonly question?: Readonly<Record<string, unknown>>;
    readonly key?: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * Writes version 1 of a course as guru, the way a publish does: identities, rows, keys, pointer.
 * Two modules with two lessons each, a test of two fill-in questions per module, a lab, a project.
 */
export async function insertLiveCourse(
  guru: Client,
  options: VersionOptions = {},
): Promise<LiveCourse> {
  await guru.query('begin');
  const { rows: made } = await guru.query<{ id: number }>(
    `with made as (select nextval('live.nodes_id_seq')::integer as id)
     insert into live.nodes (id, kind, course_id) select id, 'course', id from made returning id`,
  );
  const id = only(made).id;
  await guru.query(
    `insert into live.courses (id, name, level, certificate_type) values ($1, 'Birds', 'beginner', 'assessment')`,
    [id],
  );
  const node = async (kind: string) => {
    const { rows } = await guru.query<{ id: number }>(
      'insert into live.nodes (kind, course_id) values ($1, $2) returning id',
      [kind, id],
    );
    return only(rows).id;
  };
  const nodes = async (kind: string, count: number) => {
    const list: number[] = [];
    for (let n = 0; n < count; n += 1) list.push(await node(kind));
    return list;
  };
  const modules = await nodes('module', 2);
  const lessons = await nodes('lesson', 4);
  const tests = await nodes('test', 2);
  const questions: Record<number, number[]> = {};
  for (const [n, test] of tests.entries()) {
    questions[test] = await nodes('question', n === 0 ? (options.questions?.length ?? 2) : 2);
  }
  const course: LiveCourse = {
    id,
    modules,
    lessons,
    tests,
    questions,
    lab: await node('practice_lab'),
    project: await node('project'),
    certificate: await node('certificate'),
  };
  await writeVersion(guru, course, 1, options);
  await guru.query('commit');
  return course;
}

/** Writes a further version with the same things in it and makes it the current one. */
export async function insertNextVersion(
  guru: Client,
  course: LiveCourse,
  version: number,
  options: VersionOptions = {},
): Promise<void> {
  await guru.query('begin');
  await writeVersion(guru, course, version, options);
  await guru.query('commit');
}

async function writeVersion(
  guru: Client,
  course: LiveCourse,
  version: number,
  {
    free = true,
    passing = 70,
    labLanguage = 'javascript',
    timeLimit = null,
    video = null,
    test: columns,
    certificate,
    checklist = [],
    practice = true,
    questions = [],
  }: VersionOptions,
): Promise<void> {
  const insert = async (table: string, row: Readonly<Record<string, unknown>>) => {
    const names = Object.keys(row);
    await guru.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
      Object.values(row),
    );
  };
  const of = (id: number) => ({ id, version, course_id: course.id });
  const [first = 0, second = 0] = course.modules;

  await insert('live.course_contents', {
    id: course.id,
    version,
    name: `Birds ${version}`,
    level: 'beginner',
    certificate_type: 'assessment',
    credit_cost: free ? 0 : 10,
  });
  for (const [n, module] of course.modules.entries()) {
    await insert('live.modules', { ...of(module), title: `Module ${n + 1}`, order_index: n + 1 });
  }
  for (const [n, lesson] of course.lessons.entries()) {
    const module = n < 2 ? first : second;
    const video_url = video;
    const row = { title: `Lesson ${n + 1}`, order_index: n + 1, module_id: module, video_url };
    await insert('live.lessons', { ...of(lesson), ...row });
  }
  for (const [n, test] of course.tests.entries()) {
    await insert('live.tests', {
      ...of(test),
      title: `Test ${n + 1}`,
      module_id: n === 0 ? first : second,
      passing_percentage: passing,
      time_limit: timeLimit,
      ...columns,
    });
    for (const [place, question] of (course.questions[test] ?? []).entries()) {
      const special = n === 0 ? questions[place] : undefined;
      await insert('live.questions', {
        ...of(question),
        test_id: test,
        type: 'fill_blank',
        question_text: `Question of version ${version}`,
        ...special?.question,
      });
      await insert('keys.question_keys', {
        question_id: question,
        version,
        course_id: course.id,
        correct_answer:
          version === 1 ? rightAnswer(question) : `${rightAnswer(question)} in ${version}`,
        explanation: `${secret} explanation`,
        ...special?.key,
      });
    }
  }
  if (practice) {
    await insert('live.practice_labs', {
      ...of(course.lab),
      slug: 'count-birds',
      title: 'Count birds',
      language: labLanguage,
      instructions: 'Count them.',
      expected_output: '3 birds\n',
      tests: JSON.stringify([labTests.visible]),
      hints: JSON.stringify(['Birds sit in a list.', 'A list has a length.']),
    });
    await insert('keys.lab_keys', {
      lab_id: course.lab,
      version,
      course_id: course.id,
      solution_code: `${secret} solution`,
      hidden_tests: JSON.stringify([labTests.hidden]),
    });
    await insert('live.projects', {
      ...of(course.project),
      title: 'Watch birds',
      evaluation_checklist: JSON.stringify(checklist),
    });
  }
  await insert('live.certificates', {
    ...of(course.certificate),
    name: 'Bird watcher',
    type: 'assessment',
    requires_test_pass: true,
    passing_percentage: passing,
    ...certificate,
  });
  await insert('live.course_versions', {
    course_id: course.id,
    version,
    snapshot: JSON.stringify({ note: `${secret} snapshot` }),
    checksum: '0'.repeat(64),
    published_by: 'a test',
  });
  await guru.query(
    `update live.courses set version = $2, status = 'published', credit_cost = $3 where id = $1`,
    [course.id, version, free ? 0 : 10],
  );
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('One row was expected.');
  return row;
}
