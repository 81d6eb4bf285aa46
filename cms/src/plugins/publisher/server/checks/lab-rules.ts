import { entry, field, nothing, type Rule, theEntry } from './rule';

/** A list of a lab's tests, or an empty one where something else was written; another rule tells that. */
const list = (column: string): string =>
  `(case when jsonb_typeof(b.${column}) = 'array' then b.${column} else '[]' end)`;
const hasTests = `(jsonb_array_length(${list('tests')}) > 0 or jsonb_array_length(${list('hidden_tests')}) > 0)`;
const isBlank = (text: string): string => `coalesce(${text}, '') !~ '\\S'`;

/** As `live.lab_is_verifiable` decides for what is published. */
const isVerifiable = `(live.lab_runtime(b.language) is not null and (${hasTests}
  or (not ${isBlank('b.expected_output')} and live.lab_runtime(b.language) not in ('html', 'css'))))`;

/** Every test of a lab with the column it stands in. */
const eachTest = ['tests', 'hidden_tests']
  .map(
    (column) => `select b.*, '${column}' as field, t.test from practice_lab b
      cross join lateral jsonb_array_elements(${list(column)}) t (test)`,
  )
  .join('\nunion all ');

/** How Python and JavaScript write what JSON writes otherwise. */
const lookalikes = { True: 'true', False: 'false', None: 'null', undefined: 'null' } as const;

/** What makes a lab one that the server can judge. */
export const labRules: readonly Rule[] = [
  {
    name: 'lab-can-be-checked',
    severity: 'error',
    find: `select ${entry('practice_lab', 'b')}, ${field('expected_output')}, ${nothing} from practice_lab b
      where b.validation_type = 'console' and ${isBlank('b.expected_output')} and not ${hasTests}`,
    message: (about) =>
      `${theEntry(about)} compares what the code prints, but says nowhere what is expected. Fill in the expected output.`,
  },
  {
    name: 'lab-has-tests',
    severity: 'error',
    find: `select ${entry('practice_lab', 'b')}, ${field('tests')}, ${nothing} from practice_lab b
      where b.validation_type = 'test' and not ${hasTests}`,
    message: (about) =>
      `${theEntry(about)} is checked by tests, but has none. Add one that students see, or a hidden one.`,
  },
  {
    name: 'lab-tests-are-complete',
    severity: 'error',
    find: `select distinct on (b.id, b.field) ${entry('practice_lab', 'b')}, b.field, ${nothing}
      from (${eachTest}) b
      where ${isBlank(`b.test ->> 'name'`)} or ${isBlank(`b.test ->> 'expression'`)} or ${isBlank(`b.test ->> 'expected'`)}`,
    message: (about) =>
      `A test of ${theEntry(about).replace(/^The/, 'the')} lacks its name, its expression or its expected value. Fill in all three.`,
  },
  {
    name: 'lab-values-are-json',
    severity: 'warning',
    find: `select ${entry('practice_lab', 'b')}, b.field, jsonb_build_object('value', btrim(b.test ->> 'expected')) as details
      from (${eachTest}) b
      where btrim(b.test ->> 'expected') in (${Object.keys(lookalikes)
        .map((word) => `'${word}'`)
        .join(', ')})`,
    message: (about) => {
      const value = String(about.details.value) as keyof typeof lookalikes;
      return `${theEntry(about)} expects the text “${value}”. If the value itself is meant, write ${lookalikes[value]}.`;
    },
  },
  {
    name: 'lab-can-be-verified',
    severity: 'warning',
    find: `select ${entry('practice_lab', 'b')},
        case when live.lab_runtime(b.language) is null then 'language' else 'tests' end,
        jsonb_build_object('language', b.language, 'runs', live.lab_runtime(b.language) is not null) as details
      from practice_lab b
      where not ${isBlank('b.language')} and not ${isVerifiable}
        and (live.lab_runtime(b.language) is null or b.validation_type = 'visual'
          or live.lab_runtime(b.language) in ('html', 'css'))`,
    message: (about) =>
      about.details.runs
        ? `${theEntry(about)} has no tests, so the school cannot check it: students say themselves that it is done, and it counts for no certificate.`
        : `The school cannot run “${about.details.language}”. Students say themselves that ${theEntry(about).replace(/^The/, 'the')} is done, and it counts for no certificate.`,
  },
  {
    name: 'certificate-labs-can-be-verified',
    severity: 'error',
    find: `select ${entry('certificate', 'c')}, ${field('requires_lab_completion')}, ${nothing} from certificate c
      where c.requires_lab_completion and exists (select from practice_lab)
        and not exists (select from practice_lab b where ${isVerifiable})`,
    message: (about) =>
      `${theEntry(about)} asks for the labs, but the school can check none of them. Give one tests or an expected output, or do not ask.`,
  },
];
