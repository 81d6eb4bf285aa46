import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import { roughTokens } from '../model';
import type { Block, Entry, KindName } from '../wire';
import {
  type Again,
  type Check,
  type Checked,
  type Command,
  define,
  type NewProposal,
  type Reader,
  type StepCommand,
} from './command';
import { type FieldForm, rewritable } from './fields';
import { type Place, readPlace } from './reading';
import { addressesIn, failedCheck, lookAtText, passedCheck, shownFindings } from './rules';
import {
  language,
  line,
  markdown,
  partsOf,
  rowsOf,
  sentence,
  textOf,
  textsOf,
  wish,
} from './shapes';
import { lossesOf, structureOf } from './structure';
import {
  compose,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  type Texts,
  tokensOf,
  wishLine,
} from './writing';

type RewriteName = Extract<StepCommand, 'improve' | 'shorten' | 'simplify' | 'translate'>;

const names = z.array(z.string().max(60)).max(20).default([]);
const params = z.strictObject({ fields: names, wish, language });
const translation = z.strictObject({
  fields: names,
  wish,
  language: z.string().trim().min(1).max(60),
});
type Params = z.infer<typeof params>;

interface Field {
  readonly name: string;
  readonly form: FieldForm;
  readonly value: unknown;
}

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** What is written anew: all of it holds something. */
  readonly fields: readonly Field[];
}

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';

async function gather(reader: Reader, target: Entry, asked: Params): Promise<Context> {
  const place = await readPlace(reader, target);
  const known = rewritable[target.kind];
  const unknown = asked.fields.find((name) => known[name] === undefined);
  if (unknown !== undefined) throw new Refusal(400, 'request.invalid', unknown);
  const fields = Object.entries(known).flatMap(([name, form]): Field[] => {
    const value = place.target.fields[name];
    const isAsked = asked.fields.length === 0 || asked.fields.includes(name);
    return isAsked && isFilled(value) ? [{ name, form, value }] : [];
  });
  if (fields.length === 0) throw new Refusal(422, 'ai.nothing-to-do');
  return { place, params: asked, fields };
}

/** The form of a new value, which has as many entries as there are now, or fewer where it is shortened. */
function formOf({ form, value }: Field, limit: number | undefined): z.ZodType {
  const most = Array.isArray(value) ? value.length : 0;
  switch (form) {
    case 'line':
      return line;
    case 'text':
      return z
        .string()
        .trim()
        .min(1)
        .max(limit ?? 20_000);
    case 'markdown':
      return markdown.max(200_000);
    case 'list':
      return z.array(sentence.max(20_000)).min(1).max(most);
    case 'questions':
      return z
        .array(z.object({ question: sentence, answer: z.string().trim().max(20_000) }))
        .min(1)
        .max(most);
    case 'checklist':
      return z
        .array(z.object({ criterion: sentence, description: z.string().trim().max(20_000) }))
        .min(1)
        .max(most);
  }
}

const limitOf = (kind: KindName, name: string): number | undefined =>
  kind === 'course' && name === 'description' ? 1000 : undefined;

type Answer = Readonly<Record<string, unknown>>;

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 1);

const expected = ({ fields }: Context): number =>
  150 + fields.reduce((sum, { value }) => sum + Math.ceil(roughTokens(asText(value)) * 1.15), 0);

const texts = (
  command: RewriteName,
  { place, params: asked, fields }: Context,
  again: Again,
): Texts =>
  compose(
    command,
    {
      fields: fields.map(({ name }) => name).join(', '),
      language:
        asked.language === '' ? 'the language each text is written in' : languageOf(asked.language),
      wish: wishLine(asked.wish),
    },
    [
      { name: 'draft', text: describePlace(place) },
      ...fields.map(({ name, value }) => ({ name: `field ${name}`, text: asText(value) })),
    ],
    [],
    again,
  );

function valueIn({ form }: Field, sent: unknown): unknown {
  if (form === 'list') return textsOf(sent);
  if (form === 'questions') return rowsOf(sent, 'question', 'answer');
  if (form === 'checklist') return rowsOf(sent, 'criterion', 'description');
  return textOf(sent);
}

const blocks = (partial: unknown, { place, fields }: Context): Block[] => {
  const answer = partsOf(partial);
  return fields.flatMap((field): Block[] =>
    answer[field.name] === undefined
      ? []
      : [
          {
            key: field.name,
            kind: place.target.kind,
            fields: { [field.name]: valueIn(field, answer[field.name]) },
            children: [],
          },
        ],
  );
};

/** What is wrong with a new value: what keeps it from being proposed, and what the editor is told. */
async function flawsOf(
  command: RewriteName,
  { name, form, value }: Field,
  now: unknown,
): Promise<{ errors: string[]; shown: Check[]; minor: string[] }> {
  const errors: string[] = [];
  const shown: Check[] = [];
  const minor: string[] = [];
  const isShorter = command === 'shorten';
  if (form === 'markdown') {
    const was = String(value);
    const text = String(now);
    const losses = lossesOf(await structureOf(was), await structureOf(text), isShorter);
    if (losses.length > 0) errors.push(`“${name}”: ${losses.join('; ')}.`);
    else shown.push(passedCheck('structure', 'Headings, code, links and pictures were kept.'));
    const findings = await lookAtText(name, text, await addressesIn(was));
    errors.push(...findings.errors);
    minor.push(...findings.warnings);
    shown.push(...shownFindings(findings));
  }
  if (Array.isArray(value) && Array.isArray(now) && !isShorter && now.length !== value.length)
    errors.push(`“${name}” has ${now.length} entries; there are ${value.length}.`);
  if (isShorter && asText(now).length >= asText(value).length)
    errors.push(`“${name}” is not shorter than it was.`);
  else if (isShorter && asText(now).length > 0.85 * asText(value).length) {
    minor.push(`“${name}” is hardly shorter. Leave out more.`);
    shown.push(failedCheck('length', 'It is hardly shorter than it was.'));
  }
  return { errors, shown, minor };
}

function check(command: RewriteName) {
  return async (answer: Answer, { fields }: Context): Promise<Checked<Answer>> => {
    const remarks: string[] = [];
    const checks: Record<string, Check[]> = {};
    const kept: Record<string, unknown> = {};
    const left: string[] = [];
    for (const field of fields) {
      const now = answer[field.name];
      const { errors, shown, minor } = await flawsOf(command, field, now);
      remarks.push(...errors, ...minor);
      if (errors.length > 0) {
        left.push(...errors);
        continue;
      }
      kept[field.name] = now;
      checks[field.name] = shown;
    }
    const [first] = Object.keys(kept);
    if (first !== undefined && left.length > 0)
      checks[first] = [
        ...left.map((text) => failedCheck('structure', `Left out: ${text}`)),
        ...(checks[first] ?? []),
      ];
    return { answer: kept, remarks, isUsable: first !== undefined, checks };
  };
}

function proposals({ answer, checks }: Checked<Answer>, context: Context): NewProposal[] {
  const { target } = context.place;
  return blocks(answer, context)
    .filter(({ key, fields }) => asText(fields[key]) !== asText(target.fields[key]))
    .map((block) => ({
      ...block,
      documentId: target.documentId,
      parent: null,
      present: { [block.key]: target.fields[block.key] ?? null },
      citations: [],
      uncovered: null,
      checks: checks[block.key] ?? [],
    }));
}

/** A command that writes the filled texts of a draft anew, each a proposal of its own. */
export const rewrite = (name: RewriteName): Command =>
  define<Params, Context, Answer>({
    name,
    targets: Object.keys(rewritable) as KindName[],
    params: name === 'translate' ? translation : params,
    gather,
    schema: ({ place, fields }) =>
      z.object(
        Object.fromEntries(
          fields.map((field) => [
            field.name,
            formOf(field, limitOf(place.target.kind, field.name)),
          ]),
        ),
      ),
    // Sources say what is true; here nothing is said that is not there already.
    query: () => null,
    estimate: (context) => tokensOf(texts(name, context, notAgain), expected(context)),
    question: async (context, _passages, again, tools) =>
      questionOf(texts(name, context, again), expected(context), tools),
    blocks,
    check: check(name),
    proposals,
  });
