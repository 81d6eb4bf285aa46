import { z } from 'zod';
import type { Block, Entry } from '../wire';
import {
  type Again,
  type Checked,
  define,
  type NewProposal,
  type Passage,
  type Reader,
} from './command';
import { grounded } from './grounding';
import { childrenOf, type Place, readPlace, titleOf } from './reading';
import { lookAtTexts, shownFindings } from './rules';
import {
  citations,
  code,
  language,
  levels,
  line,
  listOf,
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
  compose,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  sameTitle,
  type Texts,
  tokensOf,
  wishLine,
} from './writing';

const params = z.strictObject({
  difficulty: z.enum(levels).default('beginner'),
  steps: z.int().min(2).max(15).default(5),
  wish,
  language,
});
type Params = z.infer<typeof params>;

export const projectSchema = z.object({
  title: line,
  description: markdown,
  problem_statement: markdown,
  objectives: markdown,
  deliverables: markdown,
  submission_instructions: markdown,
  tech_stack: z.array(line).max(20),
  evaluation_checklist: z
    .array(z.object({ criterion: sentence, description: z.string().trim().min(1).max(2000) }))
    .min(1)
    .max(20),
  steps: z
    .array(z.object({ title: line, description: markdown, code_snippet: code, tips: sentences(8) }))
    .min(1)
    .max(30),
  citations,
});
type Answer = z.infer<typeof projectSchema>;

const textNames = [
  'description',
  'problem_statement',
  'objectives',
  'deliverables',
  'submission_instructions',
] as const;

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** Titles of projects at the same place. */
  readonly existing: readonly string[];
}

async function gather(reader: Reader, target: Entry, asked: Params): Promise<Context> {
  const place = await readPlace(reader, target);
  const existing = await childrenOf(reader, place.target, 'project');
  return { place, params: asked, existing: existing.map(titleOf) };
}

const expected = ({ params: { steps } }: Context): number => 1300 + steps * 170;

const texts = (
  { place, params: asked, existing }: Context,
  passages: readonly Passage[],
  again: Again,
): Texts =>
  compose(
    'project',
    {
      difficulty: asked.difficulty,
      steps: String(asked.steps),
      language: languageOf(asked.language),
      wish: wishLine(asked.wish),
      existing:
        existing.length === 0
          ? ''
          : 'The data “existing projects” are there already: write another one.',
    },
    [
      { name: 'draft', text: describePlace(place) },
      ...(existing.length === 0
        ? []
        : [{ name: 'existing projects', text: existing.map((title) => `- ${title}`).join('\n') }]),
    ],
    passages,
    again,
  );

function blocks(partial: unknown, { params: asked }: Context): Block[] {
  const answer = partsOf(partial);
  if (Object.keys(answer).length === 0) return [];
  return [
    {
      key: 'project',
      kind: 'project',
      fields: {
        title: textOf(answer.title),
        ...Object.fromEntries(textNames.map((name) => [name, textOf(answer[name])])),
        tech_stack: textsOf(answer.tech_stack),
        evaluation_checklist: rowsOf(answer.evaluation_checklist, 'criterion', 'description'),
        difficulty: asked.difficulty,
      },
      children: listOf(answer.steps).map((one) => {
        const parts = partsOf(one);
        return {
          kind: 'project_step' as const,
          fields: {
            title: textOf(parts.title),
            description: textOf(parts.description),
            code_snippet: textOf(parts.code_snippet),
            tips: textsOf(parts.tips),
          },
        };
      }),
    },
  ];
}

async function check(answer: Answer, context: Context): Promise<Checked<Answer>> {
  const { params: asked, existing } = context;
  const remarks: string[] = [];
  if (answer.steps.length < asked.steps)
    remarks.push(`There are ${answer.steps.length} steps; ${asked.steps} are asked for.`);
  const isDouble = existing.some((title) => sameTitle(title) === sameTitle(answer.title));
  if (isDouble) remarks.push(`There is a project “${answer.title}” already. Write another one.`);
  const criteria = answer.evaluation_checklist.map(({ criterion }) => sameTitle(criterion));
  if (new Set(criteria).size < criteria.length) remarks.push('Two criteria are the same.');
  const findings = await lookAtTexts({
    ...Object.fromEntries(textNames.map((name) => [name, answer[name]])),
    ...Object.fromEntries(
      answer.steps.map(({ description }, n) => [`the description of step ${n + 1}`, description]),
    ),
  });
  remarks.push(...findings.errors, ...findings.warnings);
  return {
    answer,
    remarks,
    isUsable: findings.errors.length === 0 && !isDouble,
    checks: { project: shownFindings(findings) },
  };
}

function proposals(
  { answer, checks }: Checked<Answer>,
  context: Context,
  passages: readonly Passage[],
): NewProposal[] {
  const { target } = context.place;
  return blocks(answer, context).map((block) => ({
    ...block,
    documentId: null,
    parent: { kind: target.kind, documentId: target.documentId },
    present: null,
    ...grounded(
      textNames.map((name) => answer[name]).join('\n\n'),
      answer.citations,
      passages,
      checks[block.key],
    ),
  }));
}

/** A project with its steps and the criteria it is judged by. */
export const project = define<Params, Context, Answer>({
  name: 'project',
  targets: ['course', 'module'],
  params,
  gather,
  schema: () => projectSchema,
  query: ({ place }) =>
    [titleOf(place.course), titleOf(place.target), ...place.outline.map(({ title }) => title)].join(
      '\n',
    ),
  estimate: (context) => tokensOf(texts(context, [], notAgain), expected(context)),
  question: async (context, passages, again, tools) =>
    questionOf(texts(context, passages, again), expected(context), tools),
  blocks,
  check,
  proposals,
});
