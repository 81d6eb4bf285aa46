import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { AnsweredQuestion, AttemptLine, AttemptRecord, Regrade } from '../wire';
import { attemptColumns, attemptTables, withNumbers } from './list';

type Row = AttemptLine & {
  readonly deadline: string | null;
  readonly timeTakenSeconds: number | null;
  readonly original: { score: number; percentage: number; passed: boolean } | null;
  readonly answered: number;
};

/**
 * One attempt with every question, answer and point. An open one shows how far it is and no answer:
 * nobody is looked over the shoulder, and the key is not asked while it could still help.
 *
 * @throws Refusal `attempt.unknown`
 */
export function attemptRecord(app: Core.Strapi, id: number): Promise<AttemptRecord> {
  return readAsGuru(app, async (database) => {
    const [attempt] = await database.rows<Row>(
      `select ${attemptColumns}, a.deadline, a.time_taken_seconds as "timeTakenSeconds",
        case when a.submitted_at is not null then jsonb_build_object('score', a.score,
          'percentage', a.percentage, 'passed', a.passed) end as original,
        (select count(*) from activity.attempt_answers n where n.attempt_id = a.id) as answered
      from activity.user_test_attempts a ${attemptTables}
      where a.id = $1`,
      [id],
    );
    if (attempt === undefined) throw new Refusal(404, 'attempt.unknown');
    const regrades = await database.rows<Regrade>(
      `select r.created_at as at, r.score::double precision as score, r.percentage, r.passed,
        r.correction_id as "correctionId", k.reason, k.actor
      from activity.attempt_regrades r join activity.key_corrections k on k.id = r.correction_id
      where r.attempt_id = $1 order by r.id desc`,
      [id],
    );
    const isOpen = attempt.submittedAt === null;
    const questions = isOpen
      ? null
      : await database.rows<AnsweredQuestion>(
          `select question_id as id, question_text as text, type, options, answer, correct,
            points::double precision as points, answered_at as "answeredAt"
          from activity.attempt_record($1)`,
          [id],
        );
    return {
      attempt: withNumbers(attempt),
      regrades: regrades.map((regrade) => ({ ...regrade, score: Number(regrade.score) })),
      questions:
        questions?.map((question) => ({ ...question, points: Number(question.points) })) ?? null,
    };
  });
}
