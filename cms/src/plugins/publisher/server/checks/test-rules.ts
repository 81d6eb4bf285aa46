import { entry, field, quoted, type Rule, theEntry } from './rule';

/** As long as an answer may be that a student gives (`contract/test.ts`). */
const longest = 2000;
/** As many options as a student can choose in one answer. */
const most = 100;

/** A list of a question, or an empty one where something else was written; another rule tells that. */
const list = (column: string): string =>
  `(case when jsonb_typeof(q.${column}) = 'array' then q.${column} else '[]' end)`;
const further = list('further_answers');
const options = list('options');
/** Everything that is right, as one list. */
const right = `(case when q.correct_answer is null then '[]' else jsonb_build_array(q.correct_answer) end || ${further})`;

const flawed = (column: string, answers: string): string =>
  `select ${entry('question', 'q')}, ${field(column)}, '{}'::jsonb as details from question q
    where jsonb_array_length(${answers}) > ${most} or exists (
      select from jsonb_array_elements(${answers}) a (answer)
      where jsonb_typeof(a.answer) <> 'string' or a.answer #>> '{}' !~ '\\S'
        or char_length(a.answer #>> '{}') > ${longest})`;

const positive = {
  time_limit: 'minutes',
  attempts_limit: 'attempts',
  attempt_pause_hours: 'hours',
} as const;

/** What makes a test fair and its questions answerable. */
export const testRules: readonly Rule[] = [
  {
    name: 'test-numbers-are-positive',
    severity: 'error',
    find: Object.entries(positive)
      .map(
        ([column, unit]) => `select ${entry('test', 't')}, ${field(column)},
          jsonb_build_object('number', t.${column}, 'unit', '${unit}') as details
        from test t where t.${column} < 1`,
      )
      .join('\nunion all '),
    message: (about) =>
      `${theEntry(about)} allows ${about.details.number} ${about.details.unit}. Write 1 or more, or leave the field empty.`,
  },
  {
    name: 'results-wait-for-a-deadline',
    severity: 'error',
    find: `select ${entry('test', 't')}, ${field('time_limit')}, '{}'::jsonb as details from test t
      where t.results_after_deadline and t.time_limit is null`,
    message: (about) =>
      `${theEntry(about)} shows its right answers when the time is over, but has no time limit. Set one, or show them at once.`,
  },
  {
    name: 'pause-has-a-next-attempt',
    severity: 'warning',
    find: `select ${entry('test', 't')}, ${field('attempt_pause_hours')}, '{}'::jsonb as details from test t
      where t.attempts_limit = 1 and t.attempt_pause_hours is not null`,
    message: (about) =>
      `${theEntry(about)} has a pause between attempts, but allows only one. Leave the pause out or allow more.`,
  },
  {
    name: 'answers-can-be-given',
    severity: 'error',
    find: [
      flawed('options', options),
      flawed('further_answers', further),
      `select ${entry('question', 'q')}, ${field('correct_answer')}, '{}'::jsonb from question q
        where char_length(q.correct_answer) > ${longest}`,
    ].join('\nunion all '),
    message: (about) =>
      `${theEntry(about)} has an answer that nobody can give: one that is empty, is no text or has more than ${longest.toLocaleString('en')} characters, or more than ${most} of them. Correct the list.`,
  },
  {
    name: 'further-answers-among-options',
    severity: 'error',
    find: `select ${entry('question', 'q')}, ${field('further_answers')}, '{}'::jsonb as details from question q
      where q.type <> 'fill_blank' and not ${options} @> ${further}`,
    message: (about) =>
      `A further answer of ${quoted(about)} is none of its options. It must be the same text.`,
  },
  {
    name: 'single-choice-has-one-answer',
    severity: 'warning',
    find: `select ${entry('question', 'q')}, ${field('further_answers')}, '{}'::jsonb as details from question q
      where q.type in ('mcq', 'true_false') and jsonb_array_length(${further}) > 0`,
    message: (about) =>
      `Students choose one option of ${quoted(about)}, and several are right: any of them earns the point. Make it a multiple select if they are to find all.`,
  },
  {
    name: 'right-answers-differ',
    severity: 'warning',
    find: `select ${entry('question', 'q')}, ${field('further_answers')}, '{}'::jsonb as details from question q
      cross join lateral (
        select count(*) as every, count(distinct case q.type
            when 'fill_blank' then activity.normal_answer(a.answer, coalesce(q.case_sensitive, false),
              coalesce(q.exact_spaces, false))
            else a.answer end) as different
        from jsonb_array_elements_text(${right}) a (answer)
      ) n
      where n.different < n.every`,
    message: (about) =>
      `Two right answers of ${quoted(about)} count as the same. One of them is enough.`,
  },
  {
    name: 'not-everything-is-right',
    severity: 'warning',
    find: `select ${entry('question', 'q')}, ${field('further_answers')}, '{}'::jsonb as details from question q
      where q.type = 'multiple_select' and jsonb_array_length(${options}) > 0 and ${right} @> ${options}`,
    message: (about) =>
      `Every option of ${quoted(about)} is right. Whoever ticks all of them without reading has solved it.`,
  },
  {
    name: 'shuffled-options-stand-alone',
    severity: 'warning',
    find: `select ${entry('question', 'q')}, ${field('options')}, jsonb_build_object('option', o.option) as details
      from question q
      join test t on t.id = q.in_test and t.shuffle_options
      cross join lateral (
        select min(a.option) as option from jsonb_array_elements_text(${options}) a (option)
        where a.option ~* '\\m(all|none|both|any|neither) of the (above|below|previous|following)\\M'
      ) o
      where q.type in ('mcq', 'multiple_select') and o.option is not null`,
    message: (about) =>
      `The options of ${quoted(about)} are shuffled, so “${about.details.option}” may stand anywhere. Name what is meant.`,
  },
];
