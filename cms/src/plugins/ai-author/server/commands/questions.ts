import { z } from 'zod';
import { membersOf } from '../../../publisher/server/draft-rows';
import { kindNamed } from '../../../publisher/server/tree';
import type { Block, Entry } from '../wire';
import { proposedBeside } from './again';
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
import { answersWithoutKey, keyTokens } from './key';
import { type Material, materialData, readMaterial } from './material';
import {
  flawsOf,
  isRepeat,
  type Question,
  questionTypes,
  sameText,
  withExactKey,
} from './question';
import { childrenOf, type Draft, type Place, readPlace, textField, titleOf } from './reading';
import { failedCheck, lookAtTexts, passedCheck, shownFindings } from './rules';
import { citations, language, listOf, partsOf, sentence, textOf, textsOf, wish } from './shapes';
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

export const difficulties = ['easy', 'medium', 'hard'] as const;

const params = z.strictObject({
  number: z.int().min(1).max(20).default(5),
  types: z.array(z.enum(questionTypes)).min(1).max(4).default(['mcq']),
  difficulty: z.enum(difficulties).default('medium'),
  wish,
  language,
});
type Params = z.infer<typeof params>;

export const questionsSchema = z.object({
  questions: z
    .array(
      z.object({
        type: z.enum(questionTypes),
        difficulty: z.enum(difficulties),
        question_text: z.string().trim().min(1).max(2000),
        options: z.array(sentence).max(10),
        correct_answers: z.array(sentence).min(1).max(10),
        explanation: z.string().trim().min(1).max(3000),
        citations,
      }),
    )
    .min(1)
    .max(40),
});
type Answer = z.infer<typeof questionsSchema>;

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** Where the questions go; undefined where that test is still to be made, below `home`. */
  readonly test: Draft | undefined;
  readonly home: Draft;
  /** Questions the course asks already, and that are proposed beside one that is asked for again. */
  readonly existing: readonly string[];
  readonly material: readonly Material[];
}

/** The draft whose test a target's questions belong to: the module of a lesson, else the target. */
function homeOf({ target, above, course }: Place): Draft {
  if (target.kind === 'lesson') return above[0] ?? course;
  return target;
}

/** The first test of a module; or of a course, the first that belongs to none of its modules. */
async function firstTest(reader: Reader, home: Draft): Promise<Draft | undefined> {
  if (home.kind === 'test') return home;
  const tests = await childrenOf(reader, home, 'test');
  if (home.kind !== 'course') return tests[0];
  const inModules = await reader.rows<{ id: number }>(
    'select draft_test_id as id from cms.draft_tests_draft_module_lnk where draft_test_id = any ($1)',
    [tests.map(({ id }) => id)],
  );
  return tests.find((test) => !inModules.some(({ id }) => id === test.id));
}

async function gather(
  reader: Reader,
  target: Entry,
  asked: Params,
  replaces: readonly number[],
): Promise<Context> {
  const place = await readPlace(reader, target);
  const beside = await proposedBeside(reader, replaces);
  const home = homeOf(place);
  const existing = await reader.rows<{ text: string }>(
    `select question_text as text from cms.draft_questions
    where id in (${membersOf(kindNamed('question'))}) and question_text is not null order by id desc limit 300`,
    [place.course.id],
  );
  return {
    place,
    params: asked,
    home,
    test: await firstTest(reader, home),
    existing: [
      ...beside.map(({ fields }) => textField({ fields }, 'question_text')),
      ...existing.map(({ text }) => text),
    ],
    material: await readMaterial(reader, place),
  };
}

const expected = ({ params: { number } }: Context): number => 200 + number * 230;

function texts(
  context: Context,
  passages: readonly Passage[],
  again: Again,
  contextTokens: number,
): Texts {
  const { place, params: asked, existing, material } = context;
  return compose(
    'questions',
    {
      number: String(asked.number),
      types: asked.types.join(', '),
      difficulty: asked.difficulty,
      language: languageOf(asked.language),
      wish: wishLine(asked.wish),
      existing:
        existing.length === 0
          ? ''
          : 'The data “existing questions” are asked already: ask other things.',
    },
    [
      { name: 'draft', text: describePlace(place) },
      ...materialData(material, dataBudget(contextTokens)),
      ...(existing.length === 0
        ? []
        : [
            {
              name: 'existing questions',
              text: clipped(existing.map((text) => `- ${text.slice(0, 300)}`).join('\n'), 1500),
            },
          ]),
    ],
    passages,
    again,
  );
}

const newTest = ({ home, params: { difficulty } }: Context): Block => ({
  key: 'test',
  kind: 'test',
  fields: { title: titleOf(home) || 'Test', difficulty },
  children: [],
});

function blocks(partial: unknown, context: Context): Block[] {
  const questions = listOf(partsOf(partial).questions).map((one, n): Block => {
    const parts = partsOf(one);
    const [first = '', ...further] = textsOf(parts.correct_answers);
    return {
      key: `question-${n + 1}`,
      kind: 'question',
      fields: {
        type: textOf(parts.type),
        difficulty: context.params.difficulty,
        question_text: textOf(parts.question_text),
        options: textsOf(parts.options),
        correct_answer: first,
        further_answers: further,
        explanation: textOf(parts.explanation),
      },
      children: [],
    };
  });
  return context.test === undefined && questions.length > 0
    ? [newTest(context), ...questions]
    : questions;
}

interface Judged {
  readonly question: Answer['questions'][number];
  readonly flaws: readonly string[];
  readonly shown: readonly Check[];
}

async function judge(question: Question, number: number): Promise<[string[], Check[]]> {
  const flaws = flawsOf(question);
  const { question_text, explanation } = question;
  const findings = await lookAtTexts({ question_text, explanation });
  return [
    [...flaws, ...findings.errors, ...findings.warnings].map(
      (flaw) => `Question ${number}: ${flaw}`,
    ),
    shownFindings(findings),
  ];
}

async function check(answer: Answer, context: Context, tools: Tools): Promise<Checked<Answer>> {
  const { params: asked, existing } = context;
  const judged: Judged[] = [];
  const before = [...existing];
  for (const [n, sent] of answer.questions.entries()) {
    const question = withExactKey(sent);
    const [flaws, shown] = await judge(question, n + 1);
    if (!asked.types.includes(question.type))
      flaws.push(`Question ${n + 1} is of the type ${question.type}, which is not asked for.`);
    if (before.some((text) => isRepeat(text, question.question_text)))
      flaws.push(`Question ${n + 1} is asked already. Ask something else.`);
    before.push(question.question_text);
    judged.push({ question: { ...sent, ...question }, flaws, shown });
  }
  const good = judged.filter(({ flaws }) => flaws.length === 0).slice(0, asked.number);
  const remarks = judged.flatMap(({ flaws }) => flaws);
  const dropped = judged.filter(({ flaws }) => flaws.length > 0).length;

  const answered =
    good.length === 0
      ? []
      : await answersWithoutKey(
          good.map(({ question }) => question),
          materialData(context.material, dataBudget(tools.contextTokens)),
          tools,
        );
  const kept: Judged[] = [];
  const doubtful: string[] = [];
  good.forEach((one, n) => {
    const given = answered[n] ?? [];
    if (agrees(one.question, given)) {
      kept.push(one);
      return;
    }
    const said = given.length === 0 ? 'not at all' : `“${given.join('”, “')}”`;
    const sentence = `“${one.question.question_text}”: asked without the key, it was answered ${said}; the key says “${one.question.correct_answers.join('”, “')}”.`;
    doubtful.push(sentence);
    remarks.push(
      `${sentence} Correct the key, or write the question so that only the key is right.`,
    );
  });
  if (answer.questions.length < asked.number)
    remarks.push(`There are ${answer.questions.length} questions; ${asked.number} are asked for.`);

  const checks: Record<string, Check[]> = {};
  kept.forEach(({ shown }, n) => {
    checks[`question-${n + 1}`] = [
      passedCheck('key', 'Asked without the key, the model gave the same answer.'),
      ...shown,
    ];
  });
  const shown = context.test === undefined ? 'test' : 'question-1';
  const missing = [
    ...doubtful.map((text) => failedCheck('key', `Left out: ${text}`)),
    ...(dropped === 0
      ? []
      : [
          failedCheck(
            'form',
            `${dropped === 1 ? 'One question was' : `${dropped} questions were`} left out, because its form or key was wrong.`,
          ),
        ]),
  ];
  if (missing.length > 0) checks[shown] = [...missing, ...(checks[shown] ?? [])];
  return {
    answer: { questions: kept.map(({ question }) => question) },
    remarks,
    isUsable: kept.length > 0,
    checks,
  };
}

/** Whether what was answered without the key is what the key says. */
export function agrees(question: Question, given: readonly string[]): boolean {
  const right = question.correct_answers.map(sameText);
  const said = given.map(sameText);
  if (question.type === 'fill_blank') return said.some((one) => right.includes(one));
  return new Set(said).size === new Set(right).size && said.every((one) => right.includes(one));
}

function proposals(
  { answer, checks }: Checked<Answer>,
  context: Context,
  passages: readonly Passage[],
): NewProposal[] {
  const { test, home } = context;
  return blocks(answer, context).map((block) => {
    const question = answer.questions[Number(/^question-(\d+)$/.exec(block.key)?.[1]) - 1];
    return {
      ...block,
      documentId: null,
      parent:
        question === undefined
          ? { kind: home.kind, documentId: home.documentId }
          : test === undefined
            ? { key: 'test' }
            : { kind: 'test', documentId: test.documentId },
      present: null,
      ...(question === undefined
        ? { citations: [], uncovered: null, checks: checks[block.key] ?? [] }
        : grounded(
            // The wrong options are not in any source, nor should they be.
            [question.question_text, ...question.correct_answers, question.explanation].join(
              '\n\n',
            ),
            question.citations,
            passages,
            checks[block.key],
          )),
    };
  });
}

/** Questions of a test, whose key was held against the model's own answers without it. */
export const questions = define<Params, Context, Answer>({
  name: 'questions',
  targets: ['lesson', 'module', 'course', 'test'],
  params,
  gather,
  schema: () => questionsSchema,
  query: ({ place, material }) =>
    [titleOf(place.course), titleOf(place.target), ...material.map(({ title }) => title)].join(
      '\n',
    ),
  estimate: (context) => {
    const asked = tokensOf(texts(context, [], notAgain, anyContext), expected(context));
    const key = keyTokens(context.params.number);
    return {
      inputTokens: asked.inputTokens + key.inputTokens,
      outputTokens: asked.outputTokens + key.outputTokens,
    };
  },
  question: async (context, passages, again, tools) =>
    questionOf(texts(context, passages, again, tools.contextTokens), expected(context), tools),
  blocks,
  check,
  proposals,
});
