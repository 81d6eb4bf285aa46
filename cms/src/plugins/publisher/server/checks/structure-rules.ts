import { templates } from '../../../certificates/server/templates';
import { type Kind, type KindName, kindNamed, linkOf, tree } from '../tree';
import {
  entry,
  type Finding,
  field,
  kindTitle,
  nothing,
  quoted,
  type Rule,
  theEntry,
} from './rule';

/** Fields a live row cannot be without, as an editor calls them. */
const required: Partial<Record<KindName, Readonly<Record<string, string>>>> = {
  course: {
    name: 'a name',
    description: 'a description',
    level: 'a level',
    certificate_type: 'a certificate type',
  },
  module: { title: 'a title' },
  lesson: { title: 'a title' },
  ai_note: { content: 'its content' },
  test: { title: 'a title', difficulty: 'a difficulty' },
  question: {
    question_text: 'its text',
    type: 'a type',
    difficulty: 'a difficulty',
    correct_answer: 'a correct answer',
  },
  practice_lab: {
    slug: 'a slug',
    title: 'a title',
    language: 'a language',
    instructions: 'instructions',
    difficulty: 'a difficulty',
    validation_type: 'a validation type',
  },
  project: { title: 'a title', difficulty: 'a difficulty' },
  project_step: { title: 'a title' },
  certificate: { name: 'a name', type: 'a type', template_id: 'a template' },
};

/** Numbers and switches that the forms pre-fill; emptied by hand they would fail the copy. */
const requiredValues: Partial<Record<KindName, readonly string[]>> = {
  course: ['include_projects', 'include_tests', 'include_labs', 'credit_cost'],
  test: ['passing_percentage'],
  certificate: [
    'requires_test_pass',
    'passing_percentage',
    'requires_project_completion',
    'requires_lab_completion',
    'qr_verification',
  ],
};

/** Blank or missing. A long text is told by its size, which is read without fetching it. */
const isBlank = (column: string): string =>
  `(${column} is null or (octet_length(${column}::text) < 500 and ${column}::text !~ '\\S'))`;

const requiredFields = Object.entries(required).flatMap(([name, fields]) =>
  Object.entries(fields).map(
    ([column, what]) => `select ${entry(name as KindName, 'n')}, ${field(column)},
      jsonb_build_object('needs', '${what}') as details
      from ${name} n join cms.${kindNamed(name as KindName).draftTable} d on d.id = n.id
      where ${isBlank(`d.${column}`)}`,
  ),
);
const requiredNumbers = Object.entries(requiredValues).flatMap(([name, columns]) =>
  columns.map(
    (column) => `select ${entry(name as KindName, 'n')}, ${field(column)},
      jsonb_build_object('needs', 'a value in “${column}”') from ${name} n where n.${column} is null`,
  ),
);

/** Strapi's forms keep lists; an import or a script may have written something else. */
const lists = tree.flatMap(({ name, draftTable, columns }) =>
  columns
    .filter(({ form }) => form === 'list')
    .map(
      (column) => `select ${entry(name, 'n')}, ${field(column.name)},
        jsonb_build_object('column', '${column.name}') as details
        from ${name} n join cms.${draftTable} d on d.id = n.id
        where jsonb_typeof(d.${column.name}) <> 'array'`,
    ),
);

const ordered = tree.filter(({ order }) => order !== null);

/** Every numbered entry with the one before it among its siblings. */
const neighbours = `select o.kind, o.id, o.document_id, o.called, o.place, o.field,
    jsonb_build_object('number', o.place, 'before', o.before, 'number_before', o.number_before) as details
  from (select n.*, lag(n.called) over siblings as before, lag(n.place) over siblings as number_before
    from (${ordered
      .map(
        (
          kind,
        ) => `select '${kind.name}' as kind, n.id, n.document_id, n.called, n.place, '${kind.order}' as field,
          coalesce(${kind.parents.map((parent) => `'${parent.kind} ' || n.in_${parent.kind}`).join(', ')}) as parent
        from ${kind.name} n where n.place is not null`,
      )
      .join('\nunion all ')}) n
    window siblings as (partition by n.kind, n.parent order by n.place, n.id)) o`;

const linkedElsewhere = (kind: Kind): string[] =>
  kind.parents.map((parent) => {
    const link = linkOf(kind, parent);
    return `select ${entry(kind.name, 'n')}, 'draft_${parent.kind}', jsonb_build_object('parent', '${parent.kind}')
      from ${kind.name} n join cms.${link.table} l on l.${link.child} = n.id
      where not exists (select from ${parent.kind} p where p.id = l.${link.parent})`;
  });

const asks = [
  { field: 'requires_test_pass', kind: 'test', what: 'tests' },
  { field: 'requires_lab_completion', kind: 'practice_lab', what: 'labs' },
  { field: 'requires_project_completion', kind: 'project', what: 'projects' },
] as const;
const includes = [
  { field: 'include_tests', kind: 'test', what: 'tests' },
  { field: 'include_labs', kind: 'practice_lab', what: 'labs' },
  { field: 'include_projects', kind: 'project', what: 'projects' },
] as const;

const weights = ['test_weight', 'lab_weight', 'project_weight'] as const;

const says = (sentence: (about: Finding) => string): Rule['message'] => sentence;

/** What a course is made of, and what its parts say of each other. */
export const structureRules: readonly Rule[] = [
  {
    name: 'course-has-a-module',
    severity: 'error',
    find: `select ${entry('course', 'c')}, ${field(null)}, ${nothing} from course c where not exists (select from module)`,
    message: says(() => 'The course has no module. Add one with a lesson.'),
  },
  {
    name: 'module-has-a-lesson',
    severity: 'error',
    find: `select ${entry('module', 'm')}, ${field(null)}, ${nothing} from module m
      where not exists (select from lesson l where l.in_module = m.id)`,
    message: says((about) => `${theEntry(about)} has no lesson. Add one, or delete the module.`),
  },
  {
    name: 'required-field',
    severity: 'error',
    find: [...requiredFields, ...requiredNumbers].join('\nunion all '),
    message: says((about) => `${theEntry(about)} needs ${about.details.needs}.`),
  },
  {
    name: 'list-is-a-list',
    severity: 'error',
    find: lists.join('\nunion all '),
    message: says(
      (about) =>
        `${theEntry(about)} has something other than a list in “${about.details.column}”. Open it, correct it and save it again.`,
    ),
  },
  {
    name: 'lesson-has-notes',
    severity: 'warning',
    find: `select ${entry('lesson', 'l')}, ${field(null)}, ${nothing} from lesson l
      where not exists (select from ai_note n where n.in_lesson = l.id)`,
    message: says((about) => `${theEntry(about)} has no notes to read.`),
  },
  {
    name: 'lesson-has-one-note',
    severity: 'error',
    find: `select ${entry('lesson', 'l')}, ${field(null)}, ${nothing} from lesson l
      where l.id in (select n.in_lesson from ai_note n group by n.in_lesson having count(*) > 1)`,
    message: says((about) => `${theEntry(about)} has two sets of notes. Keep one.`),
  },
  {
    name: 'order-is-clear',
    severity: 'warning',
    find: `${neighbours} where o.place = o.number_before`,
    message: says(
      (about) =>
        `${theEntry(about)} and “${about.details.before}” have the same number, ${about.details.number}. Say which comes first.`,
    ),
  },
  {
    name: 'order-has-no-gaps',
    severity: 'warning',
    find: `${neighbours} where o.place > o.number_before + 1`,
    message: says(
      (about) =>
        `${theEntry(about)} has number ${about.details.number}, but “${about.details.before}” before it has ${about.details.number_before}. Students see them one after the other.`,
    ),
  },
  {
    name: 'test-has-questions',
    severity: 'error',
    find: `select ${entry('test', 't')}, ${field(null)}, ${nothing} from test t
      where not exists (select from question q where q.in_test = t.id)`,
    message: says((about) => `${theEntry(about)} has no questions.`),
  },
  {
    name: 'test-can-be-passed',
    severity: 'error',
    find: `select ${entry('test', 't')}, ${field('passing_percentage')},
        jsonb_build_object('percentage', t.passing_percentage) as details
      from test t where t.passing_percentage not between 0 and 100
      union all select ${entry('certificate', 'c')}, ${field('passing_percentage')},
        jsonb_build_object('percentage', c.passing_percentage)
      from certificate c where c.passing_percentage not between 0 and 100`,
    message: says(
      (about) =>
        `${theEntry(about)} asks for ${about.details.percentage} per cent, which nobody can reach. Choose 0 to 100.`,
    ),
  },
  {
    name: 'correct-answer-among-options',
    severity: 'error',
    find: `select ${entry('question', 'q')}, ${field('correct_answer')}, ${nothing} from question q
      where q.type <> 'fill_blank' and not ${isBlank('q.correct_answer')}
        and not (case when jsonb_typeof(q.options) = 'array' then q.options else '[]' end) @> to_jsonb(q.correct_answer)`,
    message: says(
      (about) =>
        `The correct answer of ${quoted(about)} is none of its options. It must be the same text.`,
    ),
  },
  {
    name: 'options-differ',
    severity: 'error',
    find: `select ${entry('question', 'q')}, ${field('options')},
        jsonb_build_object('too_few', o.every < 2) as details
      from question q
      cross join lateral (
        select count(*) as every, count(distinct value) as different
        from jsonb_array_elements(case when jsonb_typeof(q.options) = 'array' then q.options else '[]' end)
      ) o
      where q.type <> 'fill_blank' and (o.every < 2 or o.different < o.every)`,
    message: says((about) =>
      about.details.too_few
        ? `${theEntry(about)} needs at least two options.`
        : `Two options of ${quoted(about)} are the same.`,
    ),
  },
  {
    name: 'lab-slugs-differ',
    severity: 'error',
    find: `select kind, id, document_id, called, place, 'slug', details from (
        select ${entry('practice_lab', 'b')}, jsonb_build_object('slug', btrim(b.slug)) as details,
          row_number() over (partition by btrim(b.slug) order by b.id) as copy
        from practice_lab b where not ${isBlank('b.slug')}) labs
      where copy > 1`,
    message: says((about) => `Two labs have the slug “${about.details.slug}”. Change one.`),
  },
  {
    name: 'lab-can-be-checked',
    severity: 'error',
    find: `select ${entry('practice_lab', 'b')}, ${field('expected_output')}, ${nothing} from practice_lab b
      where b.validation_type = 'console' and ${isBlank('b.expected_output')}`,
    message: says(
      (about) =>
        `${theEntry(about)} compares what the code prints, but says nowhere what is expected. Fill in the expected output.`,
    ),
  },
  {
    name: 'one-certificate',
    severity: 'error',
    find: `select ${entry('certificate', 'c')}, ${field(null)}, ${nothing} from certificate c
      where c.id > (select min(first.id) from certificate first)`,
    message: says(
      (about) =>
        `The course has more than one certificate. Delete ${quoted(about)} or the other one.`,
    ),
  },
  {
    name: 'certificate-can-be-reached',
    severity: 'error',
    find: asks
      .map(
        (ask) => `select ${entry('certificate', 'c')}, ${field(ask.field)},
          jsonb_build_object('what', '${ask.what}') as details
        from certificate c where c.${ask.field} and not exists (select from ${ask.kind})`,
      )
      .join('\nunion all '),
    message: says(
      (about) =>
        `The certificate asks for ${about.details.what}, but the course has none. Add some or switch it off.`,
    ),
  },
  {
    name: 'certificate-weighs-something',
    severity: 'error',
    find: `select ${entry('certificate', 'c')}, ${field('test_weight')}, ${nothing} from certificate c
      where c.test_weight = 0 and c.lab_weight = 0 and c.project_weight = 0`,
    message: says(
      () =>
        'Tests, labs and projects all weigh nothing, so the certificate would have no result. Give at least one of them a weight.',
    ),
  },
  {
    name: 'certificate-weights-are-in-range',
    severity: 'error',
    find: weights
      .map(
        (name) => `select ${entry('certificate', 'c')}, ${field(name)},
          jsonb_build_object('weight', c.${name}) as details
        from certificate c where c.${name} not between 0 and 100`,
      )
      .join('\nunion all '),
    message: says(
      (about) => `${theEntry(about)} has a weight of ${about.details.weight}. Choose 0 to 100.`,
    ),
  },
  {
    name: 'certificate-design-is-known',
    severity: 'error',
    find: `select ${entry('certificate', 'c')}, ${field('template_id')},
        jsonb_build_object('template', c.template_id) as details
      from certificate c
      where not ${isBlank('c.template_id')} and c.template_id not in (${templates.map((name) => `'${name}'`).join(', ')})`,
    message: says(
      (about) =>
        `${theEntry(about)} is to look like “${about.details.template}”, which is none of the designs. Choose one in its form.`,
    ),
  },
  {
    name: 'parts-are-of-this-course',
    severity: 'error',
    find: tree.flatMap(linkedElsewhere).join('\nunion all '),
    message: says(
      (about) =>
        `${theEntry(about)} is linked to a ${kindTitle[about.details.parent as KindName]} of another course too. Keep one link.`,
    ),
  },
  {
    name: 'include-flags-agree',
    severity: 'warning',
    find: includes
      .map(
        (flag) => `select ${entry('course', 'c')}, ${field(flag.field)},
          jsonb_build_object('what', '${flag.what}', 'there', t.there) as details
        from course c cross join (select exists (select from ${flag.kind}) as there) t
        where c.${flag.field} is not null and c.${flag.field} <> t.there`,
      )
      .join('\nunion all '),
    message: says((about) =>
      about.details.there
        ? `The course has ${about.details.what}, but is not marked as having them.`
        : `The course is marked as having ${about.details.what}, but has none.`,
    ),
  },
];
