import { z } from 'zod';
import type { Block, Entry, Fields } from '../wire';
import { proposedBeside } from './again';
import {
  type Again,
  type Check,
  type Checked,
  define,
  type NewProposal,
  type Passage,
  type Reader,
} from './command';
import { grounded } from './grounding';
import { childrenOf, type Draft, listField, type Place, readPlace, titleOf } from './reading';
import { addressesIn, lookAtText, shownFindings } from './rules';
import {
  citation,
  language,
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
  clipped,
  compose,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  type Texts,
  tokensOf,
  wishLine,
} from './writing';

/** The parts of notes, in the order in which they are written, with their usual lengths in tokens. */
export const noteParts = {
  content: 1600,
  simplified_explanation: 260,
  bullet_notes: 220,
  key_takeaways: 180,
  interview_questions: 500,
} as const;
export type NotePart = keyof typeof noteParts;
const partNames = Object.keys(noteParts) as [NotePart, ...NotePart[]];

const params = z.strictObject({
  parts: z
    .array(z.enum(partNames))
    .min(1)
    .default([...partNames])
    .transform((asked) => partNames.filter((name) => asked.includes(name))),
  wish,
  language,
});
type Params = z.infer<typeof params>;

const forms = {
  content: markdown,
  simplified_explanation: markdown,
  bullet_notes: sentences(30).min(1),
  key_takeaways: sentences(15).min(1),
  interview_questions: z
    .array(z.object({ question: sentence, answer: z.string().trim().min(1).max(4000) }))
    .min(1)
    .max(20),
} satisfies Record<NotePart, z.ZodType>;

export type NotesAnswer = Partial<Record<NotePart, unknown>> & {
  readonly citations: readonly { part: string; passage: string; quote: string }[];
};

/** The schema of these parts, in their order. */
export const notesSchema = (parts: readonly NotePart[]): z.ZodType<NotesAnswer> =>
  z.object({
    ...Object.fromEntries(parts.map((part) => [part, forms[part]])),
    citations: z.array(citation.extend({ part: z.string().max(40) })).max(60),
  });

interface Context {
  readonly place: Place;
  readonly params: Params;
  readonly lesson: Draft;
  /** The lesson's notes, where it has some. */
  readonly note: Draft | undefined;
  /** The other parts, where one is asked for again that is proposed beside them. */
  readonly beside: Fields;
}

async function gather(
  reader: Reader,
  target: Entry,
  asked: Params,
  replaces: readonly number[],
): Promise<Context> {
  const place = await readPlace(reader, target);
  const isNote = target.kind === 'ai_note';
  const lesson = isNote ? place.above[0] : place.target;
  if (lesson === undefined) throw new Error('What hangs on a course has something above it.');
  const note = isNote ? place.target : (await childrenOf(reader, lesson, 'ai_note'))[0];
  const beside = (await proposedBeside(reader, replaces))
    .filter(({ isOfSameDraft }) => isOfSameDraft)
    .map(({ fields }) => fields);
  return { place, params: asked, lesson, note, beside: Object.assign({}, ...beside) };
}

const expected = ({ params: { parts } }: Context): number =>
  200 + parts.reduce((sum, part) => sum + noteParts[part], 0);

function texts(context: Context, passages: readonly Passage[], again: Again): Texts {
  const { place, params: asked, note, beside } = context;
  const hasBeside = Object.keys(beside).length > 0;
  const present = Object.entries(note?.fields ?? {}).filter(
    ([, value]) => value !== null && String(value).trim() !== '',
  );
  return compose(
    'notes',
    {
      parts: asked.parts.join(', '),
      language: languageOf(asked.language),
      wish: [
        wishLine(asked.wish),
        hasBeside ? 'The data “other parts” stays beside what you write: let it fit to that.' : '',
      ].join('\n'),
    },
    [
      { name: 'draft', text: describePlace(place) },
      ...(present.length === 0
        ? []
        : [
            {
              name: 'present notes',
              text: clipped(JSON.stringify(Object.fromEntries(present), null, 1), 3000),
            },
          ]),
      ...(hasBeside
        ? [{ name: 'other parts', text: clipped(JSON.stringify(beside, null, 1), 2000) }]
        : []),
    ],
    passages,
    again,
  );
}

function partValue(part: NotePart, value: unknown): unknown {
  if (part === 'content' || part === 'simplified_explanation') return textOf(value);
  if (part === 'interview_questions') return rowsOf(value, 'question', 'answer');
  return textsOf(value);
}

const blocks = (partial: unknown, { params: { parts } }: Context): Block[] => {
  const answer = partsOf(partial);
  return parts.flatMap((part): Block[] =>
    answer[part] === undefined
      ? []
      : [
          {
            key: part,
            kind: 'ai_note',
            fields: { [part]: partValue(part, answer[part]) },
            children: [],
          },
        ],
  );
};

const isMarkdown = (part: NotePart): boolean => forms[part] === markdown;

async function check(answer: NotesAnswer, context: Context): Promise<Checked<NotesAnswer>> {
  const remarks: string[] = [];
  const checks: Record<string, Check[]> = {};
  let isUsable = true;
  for (const part of context.params.parts.filter(isMarkdown)) {
    const known = await addressesIn(String(context.note?.fields[part] ?? ''));
    const findings = await lookAtText(part, String(answer[part] ?? ''), known);
    remarks.push(...findings.errors, ...findings.warnings);
    if (findings.errors.length > 0) isUsable = false;
    checks[part] = shownFindings(findings);
  }
  return { answer, remarks, isUsable, checks };
}

/** Everything a reader sees of a value, as one text. */
const readable = (fields: Fields): string =>
  Object.values(fields)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).join('\n\n')
        : String(value),
    )
    .join('\n\n');

function proposals(
  { answer, checks }: Checked<NotesAnswer>,
  context: Context,
  passages: readonly Passage[],
): NewProposal[] {
  const { note, lesson } = context;
  return blocks(answer, context).map((block) => ({
    ...block,
    documentId: note?.documentId ?? null,
    parent: note === undefined ? { kind: 'lesson', documentId: lesson.documentId } : null,
    present: note === undefined ? null : { [block.key]: note.fields[block.key] ?? null },
    ...grounded(
      readable(block.fields),
      answer.citations.filter(({ part }) => part === block.key),
      passages,
      checks[block.key],
    ),
  }));
}

/** What a student reads in a lesson, part by part. */
export const notes = define<Params, Context, NotesAnswer>({
  name: 'notes',
  targets: ['lesson', 'ai_note'],
  params,
  gather,
  schema: ({ params: { parts } }) => notesSchema(parts),
  query: ({ place, lesson }) =>
    [
      titleOf(place.course),
      titleOf(lesson),
      ...listField(lesson, 'objectives'),
      ...listField(lesson, 'key_concepts'),
    ].join('\n'),
  estimate: (context) => tokensOf(texts(context, [], notAgain), expected(context)),
  question: async (context, passages, again, tools) =>
    questionOf(texts(context, passages, again), expected(context), tools),
  blocks,
  check,
  proposals,
});
