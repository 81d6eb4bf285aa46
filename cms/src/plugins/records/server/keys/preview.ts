import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import type { CorrectionPreview, MarkChange } from '../wire';

/** The right answer and whatever else is right; for multiple_select all of them together. */
export interface NewKey {
  readonly correctAnswer: string;
  readonly furtherAnswers: readonly string[];
}

/** As many changes as a person reads; the figures are of all. */
const shown = 500;

/**
 * What a correction would change, and nothing is changed.
 *
 * @throws Refusal-worthy database errors `question.not-found`, `correction.answer-unfit`
 */
export async function previewCorrection(
  app: Core.Strapi,
  questionId: number,
  { correctAnswer, furtherAnswers }: NewKey,
): Promise<CorrectionPreview> {
  const rows = await readAsGuru(app, (database) =>
    database.rows<MarkChange>(
      `select attempt_id as "attemptId", shishya_user_id as "studentId", student_name as "studentName",
        attempt_number as number, version, score_before::text as "scoreBefore",
        score_after::text as "scoreAfter", percentage_before as "percentageBefore",
        percentage_after as "percentageAfter", passed_before as "passedBefore",
        passed_after as "passedAfter"
      from activity.preview_key_correction($1, $2, $3)
      order by passed_before is not distinct from passed_after, student_name, shishya_user_id, attempt_number`,
      [questionId, correctAnswer, JSON.stringify(furtherAnswers)],
    ),
  );
  const changes = rows.map((row) => ({
    ...row,
    scoreBefore: Number(row.scoreBefore),
    scoreAfter: Number(row.scoreAfter),
  }));
  return {
    changes: changes.slice(0, shown),
    attempts: changes.length,
    students: new Set(changes.map(({ studentId }) => studentId)).size,
    newlyPassed: changes.filter((each) => each.passedAfter && !each.passedBefore).length,
    newlyFailed: changes.filter((each) => each.passedBefore && !each.passedAfter).length,
  };
}
