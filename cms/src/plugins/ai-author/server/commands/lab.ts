import { z } from 'zod';
import { type Runtime, runtimeOf } from '../../../../lib/lab-runner/languages';
import { membersOf } from '../../../publisher/server/draft-rows';
import { kindNamed } from '../../../publisher/server/tree';
import type { Block, Entry } from '../wire';
import {
  type Again,
  type Check,
  type Checked,
  define,
  type NewProposal,
  type Passage,
  type Reader,
  type Tools,
} from './command';
import { grounded } from './grounding';
import { type LabTest, type LabVerdict, verdictOf } from './lab-verdict';
import { type Material, materialData, readMaterial } from './material';
import { type Place, readPlace, textField, titleOf } from './reading';
import { lookAtTexts, passedCheck, shownFindings } from './rules';
import {
  citations,
  code,
  language,
  levels,
  line,
  markdown,
  partsOf,
  rowsOf,
  sentence,
  sentences,
  textOf,
  textsOf,
  wish,
} from './shapes';
import {
  anyContext,
  clipped,
  compose,
  dataBudget,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  type Texts,
  tokensOf,
  wishLine,
} from './writing';

/** Languages of the runner in which a lab is a program; pages are checked in another way. */
export const codeLanguages = ['python', 'javascript', 'typescript', 'sql'] as const;

const params = z.strictObject({
  codeLanguage: z.enum(codeLanguages).default('python'),
  difficulty: z.enum(levels).default('beginner'),
  /** By what it prints, or by the values of expressions. */
  validation: z.enum(['console', 'test']).default('test'),
  wish,
  language,
});
type Params = z.infer<typeof params>;

const test = z.object({
  name: sentence,
  expression: z.string().trim().min(1).max(2000),
  expected: z.string().trim().min(1).max(4000),
});
export const labSchema = z.object({
  title: line,
  description: z.string().trim().min(1).max(2000),
  estimated_time: z.int().min(1).max(600),
  instructions: markdown,
  setup_code: code,
  starter_code: code,
  solution_code: code.min(1),
  expected_output: z.string().max(10_000),
  tests: z.array(test).max(10),
  hidden_tests: z.array(test).max(10),
  hints: sentences(8),
  citations,
});
type Answer = z.infer<typeof labSchema>;

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** Of the labs of the course. */
  readonly labs: readonly { readonly title: string | null; readonly slug: string | null }[];
  readonly material: readonly Material[];
  /** Of a lab that is there already and written anew. */
  readonly isRewritten: boolean;
}

async function gather(reader: Reader, target: Entry, asked: Params): Promise<Context> {
  const place = await readPlace(reader, target);
  const isRewritten = target.kind === 'practice_lab';
  return {
    place,
    params: asked,
    isRewritten,
    labs: await reader.rows(
      `select title, slug from cms.draft_practice_labs
      where id in (${membersOf(kindNamed('practice_lab'))}) and document_id <> $2`,
      [place.course.id, target.documentId],
    ),
    material: await readMaterial(reader, place),
  };
}

const expected = 1900;

function texts(
  context: Context,
  passages: readonly Passage[],
  again: Again,
  contextTokens: number,
): Texts {
  const { place, params: asked, labs, isRewritten, material } = context;
  const titles = labs.map(({ title }) => title ?? '').filter((title) => title !== '');
  const data = [
    { name: 'draft', text: describePlace(place) },
    ...materialData(material, dataBudget(contextTokens)),
    ...(titles.length === 0
      ? []
      : [
          {
            name: 'existing labs',
            text: clipped(titles.map((title) => `- ${title}`).join('\n'), 600),
          },
        ]),
  ];
  if (isRewritten) {
    const { target } = place;
    const parts = ['title', 'description', 'instructions', 'setup_code', 'starter_code'];
    data.push({
      name: 'present lab',
      text: clipped(parts.map((name) => `${name}:\n${textField(target, name)}`).join('\n\n'), 3000),
    });
  }
  return compose(
    'lab',
    {
      code_language: asked.codeLanguage,
      difficulty: asked.difficulty,
      validation:
        asked.validation === 'console'
          ? 'what the program prints (expected_output), and tests'
          : 'tests (expected_output stays empty)',
      language: languageOf(asked.language),
      wish: wishLine(asked.wish),
      existing: [
        titles.length === 0 ? '' : 'The data “existing labs” are there already: write another one.',
        isRewritten ? 'The data “present lab” is to be written anew, on the same subject.' : '',
      ]
        .join(' ')
        .trim(),
    },
    data,
    passages,
    again,
  );
}

/** The address of a lab: plain letters and digits, another one than the other labs of the course have. */
export function freeSlug(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80)
      .replace(/-+$/, '') || 'lab';
  let slug = base;
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`;
  return slug;
}

const testsOf = (value: unknown): LabTest[] =>
  rowsOf(value, 'name', 'expression', 'expected') as unknown as LabTest[];

/** What a lab is judged by: tests alone, or what it prints as well. */
const judgedOutput = (output: string, { validation }: Params): string =>
  validation === 'console' ? output : '';

function blocks(partial: unknown, context: Context): Block[] {
  const answer = partsOf(partial);
  if (Object.keys(answer).length === 0) return [];
  const { params: asked, place, labs, isRewritten } = context;
  const title = textOf(answer.title);
  const taken = new Set(labs.map(({ slug }) => slug ?? ''));
  return [
    {
      key: 'lab',
      kind: 'practice_lab',
      fields: {
        title,
        slug: (isRewritten && textField(place.target, 'slug')) || freeSlug(title, taken),
        description: textOf(answer.description),
        difficulty: asked.difficulty,
        language: asked.codeLanguage,
        estimated_time: typeof answer.estimated_time === 'number' ? answer.estimated_time : null,
        instructions: textOf(answer.instructions),
        setup_code: textOf(answer.setup_code),
        starter_code: textOf(answer.starter_code),
        solution_code: textOf(answer.solution_code),
        expected_output: judgedOutput(textOf(answer.expected_output), asked),
        validation_type: asked.validation,
        tests: testsOf(answer.tests),
        hidden_tests: testsOf(answer.hidden_tests),
        hints: textsOf(answer.hints),
      },
      children: [],
    },
  ];
}

/** Runs a program of the lab as a student's would be run. */
async function tried(
  answer: Answer,
  program: string,
  runtime: Runtime,
  asked: Params,
  tools: Tools,
): Promise<LabVerdict> {
  const tests = [...answer.tests, ...answer.hidden_tests];
  const observed = await tools.run({
    runtime,
    setup: answer.setup_code,
    code: program,
    expressions: tests.map(({ expression }) => expression),
  });
  return verdictOf(observed, tests, judgedOutput(answer.expected_output, asked));
}

const plainCode = (text: string): string => text.replace(/\s+/g, '');

async function check(
  answer: Answer,
  { params: asked }: Context,
  tools: Tools,
): Promise<Checked<Answer>> {
  const remarks: string[] = [];
  const { instructions, description } = answer;
  const findings = await lookAtTexts({ instructions, description });
  remarks.push(...findings.errors, ...findings.warnings);
  if (answer.tests.length === 0) remarks.push('`tests` is empty. Show the student two or more.');
  if (answer.hidden_tests.length === 0) remarks.push('`hidden_tests` is empty. Write two or more.');
  if (asked.validation === 'console' && answer.expected_output.trim() === '')
    remarks.push('`expected_output` is empty, and the lab is checked by what it prints.');
  const solution = plainCode(answer.solution_code);
  if (solution.length > 20 && plainCode(answer.instructions).includes(solution))
    remarks.push('`instructions` hold the solution. Leave it out of them.');

  const runtime = runtimeOf(asked.codeLanguage);
  if (runtime === null) throw new Error(`No runtime for ${asked.codeLanguage}.`);
  const checks: Check[] = [];
  const solved = await tried(answer, answer.solution_code, runtime, asked, tools);
  const count = answer.tests.length + answer.hidden_tests.length;
  if (solved.passed)
    checks.push(
      passedCheck(
        'solution',
        `The solution was run: it passes ${count === 1 ? 'the test' : `all ${count} tests`}.`,
      ),
    );
  else
    remarks.push(
      `The solution was run and does not pass: ${solved.failures.join('; ')}. Correct whichever is wrong, the solution or what is expected.`,
    );
  const begun = await tried(answer, answer.starter_code, runtime, asked, tools);
  if (!begun.passed)
    checks.push(
      passedCheck('starter', `The starter code was run: it does not pass, ${begun.failures[0]}.`),
    );
  else
    remarks.push(
      'The starter code was run and passes already. It must leave the task to the student.',
    );
  return {
    answer,
    remarks,
    isUsable:
      solved.passed &&
      !begun.passed &&
      findings.errors.length === 0 &&
      answer.hidden_tests.length > 0,
    checks: { lab: [...checks, ...shownFindings(findings)] },
  };
}

function proposals(
  { answer, checks }: Checked<Answer>,
  context: Context,
  passages: readonly Passage[],
): NewProposal[] {
  const { place, isRewritten } = context;
  const { target } = place;
  return blocks(answer, context).map((block) => ({
    ...block,
    documentId: isRewritten ? target.documentId : null,
    parent: isRewritten ? null : { kind: target.kind, documentId: target.documentId },
    present: isRewritten
      ? Object.fromEntries(
          Object.keys(block.fields).map((name) => [name, target.fields[name] ?? null]),
        )
      : null,
    ...grounded(
      [answer.description, answer.instructions].join('\n\n'),
      answer.citations,
      passages,
      checks[block.key],
    ),
  }));
}

/** A lab whose solution passed and whose starter code failed, both really run. */
export const lab = define<Params, Context, Answer>({
  name: 'lab',
  targets: ['lesson', 'module', 'course', 'practice_lab'],
  params,
  gather,
  schema: () => labSchema,
  query: ({ place, params: asked }) =>
    [titleOf(place.course), titleOf(place.target), asked.codeLanguage].join('\n'),
  estimate: (context) => tokensOf(texts(context, [], notAgain, anyContext), expected),
  question: async (context, passages, again, tools) =>
    questionOf(texts(context, passages, again, tools.contextTokens), expected, tools),
  blocks,
  check,
  proposals,
});
