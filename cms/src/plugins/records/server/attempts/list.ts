import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Narrowing, pageOf } from '../paging';
import type { AttemptLine, Paged } from '../wire';

export interface AttemptFilter {
  readonly course?: number | undefined;
  readonly test?: number | undefined;
  readonly student?: number | undefined;
  readonly state?: 'open' | 'submitted' | undefined;
  /** From 1. */
  readonly page: number;
}

/** Of the alias `a`, an attempt, and `g`, its figures that count now. */
export const attemptColumns = `a.id, a.shishya_user_id as "studentId", s.name as "studentName",
  c.name as "courseName", t.title as "testTitle", a.attempt_number as number, a.version,
  a.started_at as "startedAt", a.submitted_at as "submittedAt", a.closed_by as "closedBy",
  g.score::double precision as score, a.max_score as "maxScore", g.percentage, g.passed,
  g.regraded_at as "regradedAt"`;

export const attemptTables = `join activity.shishya_users s on s.id = a.shishya_user_id
  join live.courses c on c.id = a.course_id
  join live.tests t on t.id = a.test_id and t.version = a.version
  left join activity.graded_attempts g on g.id = a.id`;

/** A page of the attempts, the newest first. */
export function attemptPage(
  app: Core.Strapi,
  { course, test, student, state, page }: AttemptFilter,
): Promise<Paged<AttemptLine>> {
  const narrowing = new Narrowing()
    .by(course, (place) => `course_id = ${place}`)
    .by(test, (place) => `test_id = ${place}`)
    .by(student, (place) => `shishya_user_id = ${place}`);
  if (state !== undefined)
    narrowing.having(`submitted_at is ${state === 'open' ? '' : 'not '}null`);
  return readAsGuru(app, async (database) => {
    const attempts = await pageOf<AttemptLine>(
      database,
      {
        from: 'activity.user_test_attempts',
        alias: 'a',
        columns: attemptColumns,
        join: attemptTables,
        order: ['id desc'],
      },
      narrowing,
      page,
    );
    return { ...attempts, rows: attempts.rows.map(withNumbers) };
  });
}

/** double precision comes as a text. */
export const withNumbers = <Line extends { readonly score: number | string | null }>(
  line: Line,
): Line & { readonly score: number | null } => ({
  ...line,
  score: line.score === null ? null : Number(line.score),
});
