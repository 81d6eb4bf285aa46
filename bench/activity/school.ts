import { Client } from 'pg';
import { loadSecrets } from '../../scripts/lib/secrets.ts';
import type { RunningSystem } from '../../scripts/lib/system.ts';
import { signedInTokens } from '../../scripts/testing/access-token.ts';
import { signInAdministrator } from '../../scripts/testing/admin.ts';
import { makeLargeCourse } from '../publish/course.ts';

/** A student who is enrolled, and the access token the cms knows them by. */
export interface Pupil {
  readonly userId: number;
  readonly token: string;
}

/** A published course with students in it. */
export interface School {
  readonly courseId: number;
  readonly lessons: readonly number[];
  /** A test of the whole course, of `questions` multiple-choice questions. */
  readonly examId: number;
  readonly pupils: readonly Pupil[];
}

const firstUser = 1_000_000;

/** Writes the course's drafts by SQL, publishes it by the front door, and enrols the students by SQL. */
export async function openSchool(
  system: RunningSystem,
  {
    lessons,
    students,
    questions,
    minutes,
  }: { lessons: number; students: number; questions: number; minutes: number },
): Promise<School> {
  const guru = new Client({ connectionString: system.database.guru });
  await guru.connect();
  try {
    const { id, documentId } = await makeLargeCourse(guru, 'School', {
      lessons,
      notes: [6000, 10_000],
      isComplete: true,
    });
    await addExam(guru, id, questions, minutes);
    const token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
    const response = await fetch(`${system.cmsUrl}/publisher/courses/${documentId}/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const outcome = (await response.json()) as { kind?: string };
    if (outcome.kind !== 'published')
      throw new Error(
        `The publish answers ${response.status}: ${JSON.stringify(outcome).slice(0, 500)}`,
      );
    const { rows } = await guru.query<{ course: number; exam: number; lessons: number[] }>(
      `select c.id as course, t.id as exam,
        (select array_agg(l.id order by l.id) from live.lessons l where l.course_id = c.id) as lessons
      from live.courses c join live.tests t on t.course_id = c.id and t.title = 'Exam' where c.name = 'School'`,
    );
    const [live] = rows;
    if (live === undefined) throw new Error('The course is not live.');
    const tokens = await enrol(system, live.course, students);
    return {
      courseId: live.course,
      lessons: live.lessons,
      examId: live.exam,
      pupils: [...tokens].map(([userId, token]) => ({ userId, token })),
    };
  } finally {
    await guru.end();
  }
}

async function addExam(guru: Client, courseId: number, questions: number, minutes: number) {
  await guru.query(
    `with made as (
      insert into cms.draft_tests (document_id, title, difficulty, passing_percentage, time_limit, order_index)
      values ('school-exam', 'Exam', 'medium', 70, $2, 99) returning id)
    insert into cms.draft_tests_draft_course_lnk (draft_test_id, draft_course_id) select id, $1 from made`,
    [courseId, minutes],
  );
  await guru.query(
    `with made as (
      insert into cms.draft_questions (document_id, type, difficulty, question_text, options, correct_answer, explanation, order_index)
      select 'school-exam-' || n, 'mcq', 'easy', 'Where does river ' || n || ' end?',
        '["In the sea", "In a lake", "In the sand", "Nobody knows"]', 'In the sea', 'It flows down.', n
      from generate_series(1, $1::integer) n returning id)
    insert into cms.draft_questions_draft_test_lnk (draft_question_id, draft_test_id)
    select made.id, t.id from made, cms.draft_tests t where t.document_id = 'school-exam'`,
    [questions],
  );
}

/** By user: the access token of each student enrolled. */
async function enrol(
  system: RunningSystem,
  courseId: number,
  students: number,
): Promise<ReadonlyMap<number, string>> {
  const admin = new Client({ connectionString: system.database.admin });
  await admin.connect();
  try {
    await admin.query(
      `select activity.ensure_student($1 + n, 'Student ' || n, 'student' || n || '@school.example', false)
      from generate_series(0, $2::integer - 1) n`,
      [firstUser, students],
    );
    await admin.query(
      `insert into activity.course_enrollments (shishya_user_id, course_id, version)
      select s.id, c.id, c.version from activity.shishya_users s, live.courses c
      where s.user_id >= $1 and c.id = $2`,
      [firstUser, courseId],
    );
    const users = Array.from({ length: students }, (_, n) => firstUser + n);
    const tokens = await signedInTokens(
      async <Row>(text: string, values?: unknown[]) =>
        (await admin.query(text, values)).rows as Row[],
      users,
      loadSecrets(system.dataDir).jwtSecret,
    );
    // What an autovacuum would have done by the time there are so many.
    await admin.query('analyze');
    return tokens;
  } finally {
    await admin.end();
  }
}
