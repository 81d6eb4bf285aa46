import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import type { Block, Entry, KindName } from '../wire';
import {
  type Again,
  type Checked,
  define,
  type NewProposal,
  type Picture,
  type Reader,
  type Tools,
} from './command';
import { markdownFields, rewritable } from './fields';
import { type Place, readPlace, textField } from './reading';
import { language, listOf, partsOf, textOf } from './shapes';
import { type SilentPicture, silentPictures } from './structure';
import {
  clipped,
  compose,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  tokensOf,
} from './writing';

/** Of one draft so many pictures are described at a time. */
const mostPictures = 6;
/** What a picture costs to be looked at, with the endpoints we know. */
const pictureTokens = 1600;

const params = z.strictObject({
  fields: z.array(z.string().max(60)).max(20).default([]),
  language,
});
type Params = z.infer<typeof params>;

export const picturesSchema = z.object({
  pictures: z
    .array(
      z.object({ number: z.int().min(1).max(50), description: z.string().trim().min(1).max(600) }),
    )
    .max(50),
});
type Answer = z.infer<typeof picturesSchema>;

interface Found extends SilentPicture {
  readonly field: string;
}

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** In the order in which they are numbered. */
  readonly pictures: readonly Found[];
}

async function gather(reader: Reader, target: Entry, asked: Params): Promise<Context> {
  const place = await readPlace(reader, target);
  const fields = markdownFields(target.kind).filter(
    (name) => asked.fields.length === 0 || asked.fields.includes(name),
  );
  const silent: Found[] = [];
  for (const field of fields)
    for (const one of await silentPictures(textField(place.target, field)))
      silent.push({ ...one, field });
  const library = await inLibrary(reader, silent);
  const pictures = silent.filter(
    ({ address }) => address.startsWith('/uploads/') || library.has(address),
  );
  if (pictures.length === 0) throw new Refusal(422, 'ai.nothing-to-do');
  return { place, params: asked, pictures: pictures.slice(0, mostPictures) };
}

/** Of pictures at a full address those that lie in the media library; others belong to other sites. */
async function inLibrary(reader: Reader, pictures: readonly Found[]): Promise<Set<string>> {
  const rows = await reader.rows<{ address: string }>(
    'select address from cms.library_addresses($1) as address',
    [pictures.map(({ address }) => address)],
  );
  return new Set(rows.map(({ address }) => address));
}

/** The texts, with a number where each picture stands. */
function markedTexts({ place, pictures }: Context): string {
  const fields = [...new Set(pictures.map(({ field }) => field))];
  return fields
    .map((field) =>
      pictures
        .map((picture, n) => ({ ...picture, number: n + 1 }))
        .filter((picture) => picture.field === field)
        .reverse()
        .reduce(
          (text, { start, end, number }) =>
            `${text.slice(0, start)}(picture ${number})${text.slice(end)}`,
          textField(place.target, field),
        ),
    )
    .join('\n\n');
}

const expected = ({ pictures }: Context): number => 100 + pictures.length * 90;

const texts = (context: Context, again: Again) =>
  compose(
    'describe_picture',
    {
      number: String(context.pictures.length),
      language: languageOf(context.params.language),
    },
    [
      { name: 'draft', text: describePlace(context.place) },
      { name: 'text', text: clipped(markedTexts(context), 4000) },
    ],
    [],
    again,
  );

/** Each with its description in brackets of Markdown; nothing else of the text changes. */
export function describedText(
  text: string,
  pictures: readonly (SilentPicture & { readonly description: string })[],
): string {
  return [...pictures]
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, description }) => {
      const inner = description.replace(/\s+/g, ' ').replace(/[[\]\\]/g, '\\$&');
      const drawn = whole.slice(start, end).replace(/^!\[[^\]]*\]/, () => `![${inner}]`);
      return `${whole.slice(0, start)}${drawn}${whole.slice(end)}`;
    }, text);
}

function blocks(partial: unknown, { place, pictures }: Context): Block[] {
  const told = new Map(
    listOf(partsOf(partial).pictures).map((one) => [
      Number(partsOf(one).number),
      textOf(partsOf(one).description),
    ]),
  );
  const described = pictures.flatMap((picture, n) => {
    const description = told.get(n + 1) ?? '';
    return description === '' ? [] : [{ ...picture, description }];
  });
  return [...new Set(described.map(({ field }) => field))].map((field) => ({
    key: field,
    kind: place.target.kind,
    fields: {
      [field]: describedText(
        textField(place.target, field),
        described.filter((one) => one.field === field),
      ),
    },
    children: [],
  }));
}

async function check(answer: Answer, { pictures }: Context): Promise<Checked<Answer>> {
  const known = answer.pictures.filter(
    ({ number }, n) =>
      number <= pictures.length && answer.pictures.findIndex((one) => one.number === number) === n,
  );
  const remarks = pictures.flatMap((_, n) =>
    known.some(({ number }) => number === n + 1) ? [] : [`Picture ${n + 1} is not described.`],
  );
  for (const { number, description } of known)
    if (description.length > 400) remarks.push(`The description of picture ${number} is too long.`);
  return { answer: { pictures: known }, remarks, isUsable: known.length > 0, checks: {} };
}

function proposals({ answer }: Checked<Answer>, context: Context): NewProposal[] {
  const { target } = context.place;
  return blocks(answer, context).map((block) => ({
    ...block,
    documentId: target.documentId,
    parent: null,
    present: { [block.key]: target.fields[block.key] ?? null },
    citations: [],
    uncovered: null,
    checks: [],
  }));
}

async function seen({ pictures }: Context, tools: Tools): Promise<Picture[]> {
  if (!tools.seesPictures) throw new Refusal(422, 'ai.no-pictures');
  const found: Picture[] = [];
  for (const { address } of pictures) {
    const picture = await tools.picture(address);
    if (picture === null) throw new Refusal(422, 'ai.picture-gone');
    found.push(picture);
  }
  return found;
}

/** Alternative text for pictures of the media library that have none, where the model can see. */
export const describePicture = define<Params, Context, Answer>({
  name: 'describe_picture',
  targets: (Object.keys(rewritable) as KindName[]).filter(
    (kind) => markdownFields(kind).length > 0,
  ),
  params,
  gather,
  schema: () => picturesSchema,
  query: () => null,
  estimate: (context) => {
    const { inputTokens, outputTokens } = tokensOf(texts(context, notAgain), expected(context));
    return { inputTokens: inputTokens + context.pictures.length * pictureTokens, outputTokens };
  },
  question: async (context, _passages, again, tools) =>
    questionOf(texts(context, again), expected(context), tools, await seen(context, tools)),
  blocks,
  check,
  proposals,
});
