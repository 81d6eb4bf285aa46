import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { roughTokens } from '../model';
import type { Block, KindName } from '../wire';
import { type Again, type Checked, type Command, define, type NewProposal } from './command';
import { rewritable } from './fields';
import { inPlacesSoFar, numberedTexts } from './numbered';
import { fieldsSoFar } from './reworded-question';
import { check } from './rewrite-checks';
import {
  type Answer,
  asText,
  type Context,
  type Field,
  gather,
  namedPart,
  namesIn,
  type Params,
  params,
  type RewriteName,
  rewordingIn,
  translation,
  wholeQuestion,
} from './rewrite-fields';
import { line, listOf, partsOf, rowsOf, textOf, textsOf } from './shapes';
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

/** A text as long as what stood there may have been; those of new content are shorter (`shapes.ts`). */
const longText = (most: number) => z.string().trim().min(1).max(most);

/** The form of a new value, which has as many entries as there are now, or fewer where it is shortened. */
function formOf({ form, value }: Field, limit: number | undefined): z.ZodType {
  const most = Array.isArray(value) ? value.length : 0;
  switch (form) {
    case 'line':
      return line;
    case 'text':
      return longText(limit ?? 20_000);
    case 'markdown':
      return longText(200_000);
    case 'list':
      return z.array(longText(20_000)).min(1).max(most);
    case 'questions':
      return z
        .array(z.object({ question: longText(20_000), answer: z.string().trim().max(20_000) }))
        .min(1)
        .max(most);
    case 'checklist':
      return z
        .array(
          z.object({ criterion: longText(20_000), description: z.string().trim().max(20_000) }),
        )
        .min(1)
        .max(most);
    case 'links':
    case 'tests':
    case 'answers':
      return numberedTexts(most);
  }
}

const limitOf = (kind: KindName, name: string): number | undefined =>
  kind === 'course' && name === 'description' ? 1000 : undefined;

const expected = ({ fields }: Context): number =>
  150 +
  fields.reduce((sum, { form, shown }) => {
    // What keeps its place comes back twice, as it was and as it is now.
    const times = form === 'links' || form === 'tests' || form === 'answers' ? 2 : 1.15;
    return sum + Math.ceil(roughTokens(asText(shown)) * times);
  }, 0);

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
      ...fields.map(({ name, shown }) => ({ name: `field ${name}`, text: asText(shown) })),
    ],
    [],
    again,
  );

function valueIn({ form, value }: Field, sent: unknown): unknown {
  if (form === 'list') return textsOf(sent);
  if (form === 'questions') return rowsOf(sent, 'question', 'answer');
  if (form === 'checklist') return rowsOf(sent, 'criterion', 'description');
  if (form !== 'links' && form !== 'tests') return textOf(sent);
  const names = inPlacesSoFar(namesIn(form, value), sent);
  return listOf(value).map((row, n) => ({ ...partsOf(row), [namedPart[form]]: names[n] }));
}

function blocks(partial: unknown, context: Context): Block[] {
  const answer = partsOf(partial);
  const { kind } = context.place.target;
  const blocksOf = (key: string, fields: Block['fields']): Block[] =>
    Object.keys(fields).length === 0 ? [] : [{ key, kind, fields, children: [] }];
  if (kind === 'question')
    return blocksOf(wholeQuestion, fieldsSoFar(rewordingIn(context), answer));
  return context.fields.flatMap((field) =>
    answer[field.name] === undefined
      ? []
      : blocksOf(field.name, { [field.name]: valueIn(field, answer[field.name]) }),
  );
}

const isEmpty = (value: unknown): boolean => (value ?? '') === '' || asText(value) === '[]';
const isSame = (a: unknown, b: unknown): boolean =>
  (isEmpty(a) && isEmpty(b)) || isDeepStrictEqual(a, b);

function proposals({ answer, checks }: Checked<Answer>, context: Context): NewProposal[] {
  const { target } = context.place;
  return blocks(answer, context)
    .filter(({ fields }) =>
      Object.keys(fields).some((name) => !isSame(fields[name], target.fields[name])),
    )
    .map((block) => ({
      ...block,
      documentId: target.documentId,
      parent: null,
      present: Object.fromEntries(
        Object.keys(block.fields).map((name) => [name, target.fields[name] ?? null]),
      ),
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
    gather: gather(name),
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
