import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Correction, QuestionLine, QuestionRecord } from '../wire';

/** The questions of a test in all its versions, each as the newest version asks it. */
export function questionsOf(app: Core.Strapi, testId: number): Promise<QuestionLine[]> {
  return readAsGuru(app, (database) =>
    database.rows<QuestionLine>(
      `select q.id, q.question_text as text, q.type,
        (select count(*) from activity.key_corrections k where k.question_id = q.id) as corrections
      from (
        select distinct on (id) * from live.questions where test_id = $1 order by id, version desc
      ) q
      order by q.version desc, q.order_index, q.id`,
      [testId],
    ),
  );
}

/**
 * A question as the newest version asks it, with its corrections. Its key stands in `keys`, which no
 * administrator can read; the draft's answer is what an editor last wrote.
 *
 * @throws Refusal `question.not-found`
 */
export function questionRecord(app: Core.Strapi, id: number): Promise<QuestionRecord> {
  return readAsGuru(app, async (database) => {
    const [question] = await database.rows<Omit<QuestionRecord, 'draft' | 'corrections'>>(
      `select q.id, c.name as "courseName", t.title as "testTitle", q.question_text as text, q.type, q.options,
        v.same as versions, v.others as "otherVersions"
      from (select * from live.questions where id = $1 order by version desc limit 1) q
      join live.courses c on c.id = q.course_id
      join live.tests t on t.id = q.test_id and t.version = q.version
      cross join lateral (
        select to_jsonb(array_agg(o.version order by o.version) filter (where o.same)) as same,
          to_jsonb(coalesce(array_agg(o.version order by o.version) filter (where not o.same), '{}')) as others
        from (
          select version, (type, question_text, options) = (q.type, q.question_text, q.options) as same
          from live.questions where id = q.id
        ) o
      ) v`,
      [id],
    );
    if (question === undefined) throw new Refusal(404, 'question.not-found');
    const [draft] = await database.rows<NonNullable<QuestionRecord['draft']>>(
      `select document_id as "documentId", coalesce(correct_answer, '') as "correctAnswer",
        coalesce(further_answers, '[]') as "furtherAnswers"
      from cms.draft_questions where live_question_id = $1`,
      [id],
    );
    const corrections = await database.rows<Correction>(
      `select k.id, k.created_at as at, k.actor, k.reason, k.correct_answer as "correctAnswer",
        k.further_answers as "furtherAnswers",
        (select count(*) from activity.attempt_regrades r where r.correction_id = k.id) as regraded
      from activity.key_corrections k where k.question_id = $1 order by k.id desc`,
      [id],
    );
    return { ...question, draft: draft ?? null, corrections };
  });
}
