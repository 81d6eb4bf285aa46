import { membersOf } from '../draft-rows';
import { type Kind, type KindName, linkOf, tree } from '../tree';

/** The small columns that rules look at; texts stay where they are, only their sizes are read. */
const looked: Readonly<Record<KindName, readonly string[]>> = {
  course: [
    'name',
    'description',
    'level',
    'certificate_type',
    'include_projects',
    'include_tests',
    'include_labs',
    'credit_cost',
  ],
  module: ['title'],
  lesson: ['title'],
  ai_note: [],
  test: [
    'title',
    'difficulty',
    'passing_percentage',
    'time_limit',
    'attempts_limit',
    'attempt_pause_hours',
    'shuffle_options',
    'results_after_deadline',
  ],
  question: [
    'question_text',
    'type',
    'difficulty',
    'correct_answer',
    'options',
    'further_answers',
    'case_sensitive',
    'exact_spaces',
  ],
  practice_lab: ['slug', 'title', 'language', 'difficulty', 'validation_type', 'expected_output'],
  project: ['title', 'difficulty'],
  project_step: ['title'],
  certificate: [
    'name',
    'type',
    'template_id',
    'requires_test_pass',
    'passing_percentage',
    'requires_project_completion',
    'requires_lab_completion',
    'qr_verification',
    'test_weight',
    'lab_weight',
    'project_weight',
  ],
};

const titles: Readonly<Record<KindName, string>> = {
  course: 'd.name',
  module: 'd.title',
  lesson: 'd.title',
  // Notes have no name of their own; an editor knows them by their lesson.
  ai_note: '(select l.title from cms.draft_lessons l where l.id = p_lesson.draft_lesson_id)',
  test: 'd.title',
  question: 'd.question_text',
  practice_lab: 'd.title',
  project: 'd.title',
  project_step: 'd.title',
  certificate: 'd.name',
};

function part(kind: Kind): string {
  const cells = [
    'd.id',
    'd.document_id',
    `left(btrim(${titles[kind.name]}), 200) as called`,
    `${kind.order === null ? 'null::integer' : `d.${kind.order}`} as place`,
    ...looked[kind.name].map((name) => `d.${name}`),
    ...kind.parents.map(
      (parent) => `p_${parent.kind}.${linkOf(kind, parent).parent} as in_${parent.kind}`,
    ),
  ];
  const joins = kind.parents.map((parent) => {
    const { table, child } = linkOf(kind, parent);
    return `left join cms.${table} p_${parent.kind} on p_${parent.kind}.${child} = d.id`;
  });
  return `${kind.name} as (
    select ${cells.join(', ')} from cms.${kind.draftTable} d ${joins.join(' ')}
    where d.id in (${membersOf(kind)}))`;
}

/**
 * The drafts of the course `$1` as named queries, one a kind: `id`, `document_id`, `called` (how an
 * editor knows it), `place` (its number among its siblings), the columns rules look at, and
 * `in_<kind>`, the draft id of each parent.
 */
export const courseTree: string = tree.map(part).join(',\n  ');
