/**
 * The one description of the course tree. The copy statements, the snapshot, the reading of drafts
 * and the checks are computed from it; the drift check holds it against Strapi's schemas and the
 * database's columns.
 */

export type KindName =
  | 'course'
  | 'module'
  | 'lesson'
  | 'ai_note'
  | 'test'
  | 'question'
  | 'practice_lab'
  | 'project'
  | 'project_step'
  | 'certificate';

/**
 * How a draft column becomes a live one. A draft may be unfinished, a live row is not: `text` and
 * `list` fall back to empty, `flag` to no, `optional` turns blank into null, `value` is copied as it is.
 */
export type ColumnForm = 'text' | 'optional' | 'list' | 'flag' | 'value';

export interface Column {
  readonly name: string;
  readonly form: ColumnForm;
  /** Of a `value`: what it is in drafts and snapshots from before the field was there. */
  readonly fallback?: number;
}

export interface Parent {
  readonly kind: KindName;
  /** The relation's attribute on the draft, which also names the link table. */
  readonly relation: string;
  /** The live column that holds the parent's id; null where live rows carry the course anyway. */
  readonly column: string | null;
}

export interface Kind {
  readonly name: KindName;
  readonly uid: string;
  readonly draftTable: string;
  readonly liveTable: string;
  /** The draft's column that names its live identity. */
  readonly liveIdColumn: string;
  /** The nearest first; a kind with several belongs to the course if any of them does. */
  readonly parents: readonly Parent[];
  readonly columns: readonly Column[];
  /** The draft column that orders siblings, and its live name; null where there is no order. */
  readonly order: string | null;
  /** What must not stand in live: its table in `keys`, that table's id column, and the columns. */
  readonly hidden: {
    readonly table: string;
    readonly idColumn: string;
    readonly columns: readonly Column[];
  } | null;
}

const columns = (form: ColumnForm, ...names: string[]): Column[] =>
  names.map((name) => ({ name, form }));

const inCourse = (column: string | null = null): Parent => ({
  kind: 'course',
  relation: 'draft_course',
  column,
});
const inModule: Parent = { kind: 'module', relation: 'draft_module', column: 'module_id' };
const inLesson: Parent = { kind: 'lesson', relation: 'draft_lesson', column: 'lesson_id' };

/** Parents stand before their children, which is also the order of copying. */
export const tree: readonly Kind[] = [
  {
    name: 'course',
    uid: 'api::course.draft-course',
    draftTable: 'draft_courses',
    liveTable: 'course_contents',
    liveIdColumn: 'live_course_id',
    parents: [],
    columns: [
      ...columns('value', 'name', 'level', 'certificate_type'),
      ...columns('text', 'description', 'target_audience', 'duration', 'overview'),
      ...columns('list', 'learning_outcomes', 'job_roles'),
      ...columns('value', 'include_projects', 'include_tests', 'include_labs', 'credit_cost'),
      ...columns('optional', 'thumbnail_url'),
    ],
    order: null,
    hidden: null,
  },
  {
    name: 'module',
    uid: 'api::module.draft-module',
    draftTable: 'draft_modules',
    liveTable: 'modules',
    liveIdColumn: 'live_module_id',
    parents: [inCourse()],
    columns: [...columns('value', 'title'), ...columns('text', 'description', 'estimated_time')],
    order: 'order_index',
    hidden: null,
  },
  {
    name: 'lesson',
    uid: 'api::lesson.draft-lesson',
    draftTable: 'draft_lessons',
    liveTable: 'lessons',
    liveIdColumn: 'live_lesson_id',
    parents: [inModule],
    columns: [
      ...columns('value', 'title'),
      ...columns('text', 'estimated_time'),
      ...columns('optional', 'video_url'),
      ...columns('list', 'objectives', 'key_concepts', 'youtube_references', 'external_links'),
    ],
    order: 'order_index',
    hidden: null,
  },
  {
    name: 'ai_note',
    uid: 'api::ai-note.draft-ai-note',
    draftTable: 'draft_ai_notes',
    liveTable: 'ai_notes',
    liveIdColumn: 'live_note_id',
    parents: [inLesson],
    columns: [
      ...columns('text', 'content', 'simplified_explanation'),
      ...columns('list', 'bullet_notes', 'key_takeaways', 'interview_questions'),
    ],
    order: null,
    hidden: null,
  },
  {
    name: 'test',
    uid: 'api::test.draft-test',
    draftTable: 'draft_tests',
    liveTable: 'tests',
    liveIdColumn: 'live_test_id',
    parents: [inModule, inCourse()],
    columns: [
      ...columns('value', 'title', 'passing_percentage', 'time_limit', 'difficulty'),
      ...columns('value', 'attempts_limit', 'attempt_pause_hours'),
      ...columns('flag', 'shuffle_questions', 'shuffle_options', 'results_after_deadline'),
      ...columns('text', 'description'),
    ],
    order: 'order_index',
    hidden: null,
  },
  {
    name: 'question',
    uid: 'api::question.draft-question',
    draftTable: 'draft_questions',
    liveTable: 'questions',
    liveIdColumn: 'live_question_id',
    parents: [{ kind: 'test', relation: 'draft_test', column: 'test_id' }],
    columns: [
      ...columns('value', 'type', 'difficulty', 'question_text'),
      ...columns('list', 'options'),
    ],
    order: 'order_index',
    hidden: {
      table: 'question_keys',
      idColumn: 'question_id',
      columns: [
        ...columns('value', 'correct_answer'),
        ...columns('text', 'explanation'),
        ...columns('list', 'further_answers'),
        ...columns('flag', 'case_sensitive', 'exact_spaces'),
      ],
    },
  },
  {
    name: 'practice_lab',
    uid: 'api::practice-lab.draft-practice-lab',
    draftTable: 'draft_practice_labs',
    liveTable: 'practice_labs',
    liveIdColumn: 'live_lab_id',
    parents: [inLesson, inModule, inCourse()],
    columns: [
      ...columns(
        'value',
        'slug',
        'title',
        'difficulty',
        'language',
        'estimated_time',
        'validation_type',
      ),
      ...columns('text', 'description', 'instructions', 'setup_code', 'starter_code'),
      ...columns('optional', 'expected_output'),
      ...columns('list', 'tests', 'hints'),
    ],
    order: 'order_index',
    hidden: {
      table: 'lab_keys',
      idColumn: 'lab_id',
      columns: [...columns('text', 'solution_code'), ...columns('list', 'hidden_tests')],
    },
  },
  {
    name: 'project',
    uid: 'api::project.draft-project',
    draftTable: 'draft_projects',
    liveTable: 'projects',
    liveIdColumn: 'live_project_id',
    parents: [inModule, inCourse()],
    columns: [
      ...columns('value', 'title', 'difficulty'),
      ...columns(
        'text',
        'description',
        'problem_statement',
        'objectives',
        'deliverables',
        'submission_instructions',
      ),
      ...columns('list', 'tech_stack', 'evaluation_checklist'),
    ],
    order: 'order_index',
    hidden: null,
  },
  {
    name: 'project_step',
    uid: 'api::project-step.draft-project-step',
    draftTable: 'draft_project_steps',
    liveTable: 'project_steps',
    liveIdColumn: 'live_step_id',
    parents: [{ kind: 'project', relation: 'draft_project', column: 'project_id' }],
    columns: [
      ...columns('value', 'title'),
      ...columns('text', 'description'),
      ...columns('optional', 'code_snippet'),
      ...columns('list', 'tips'),
    ],
    order: 'step_number',
    hidden: null,
  },
  {
    name: 'certificate',
    uid: 'api::certificate.draft-certificate',
    draftTable: 'draft_certificates',
    liveTable: 'certificates',
    liveIdColumn: 'live_certificate_id',
    parents: [inCourse()],
    columns: [
      ...columns(
        'value',
        'name',
        'template_id',
        'type',
        'requires_test_pass',
        'passing_percentage',
      ),
      ...columns(
        'value',
        'requires_project_completion',
        'requires_lab_completion',
        'qr_verification',
      ),
      { name: 'test_weight', form: 'value', fallback: 60 },
      { name: 'lab_weight', form: 'value', fallback: 20 },
      { name: 'project_weight', form: 'value', fallback: 20 },
      ...columns('text', 'description'),
    ],
    order: null,
    hidden: null,
  },
];

const byName = new Map(tree.map((kind) => [kind.name, kind]));

export function kindNamed(name: KindName): Kind {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`The tree has no kind “${name}”.`);
  return kind;
}

/** The link table Strapi keeps for a relation, and its two columns. */
export function linkOf(
  kind: Kind,
  parent: Parent,
): { table: string; child: string; parent: string } {
  return {
    table: `${kind.draftTable}_${parent.relation}_lnk`,
    child: `draft_${kind.name}_id`,
    parent: `draft_${parent.kind}_id`,
  };
}
