import type { Check, Checked } from './command';
import { inPlaces, inPlacesSoFar } from './numbered';
import { rewordingFlaws } from './reworded-question';
import {
  type Answer,
  asText,
  type Context,
  type Field,
  namesIn,
  type RewriteName,
  rewordingIn,
  wholeQuestion,
} from './rewrite-fields';
import { addressesIn, failedCheck, lookAtText, passedCheck, shownFindings } from './rules';
import { textOf } from './shapes';
import { lossesOf, structureOf } from './structure';

/** What keeps a new value from being proposed, what the editor is told, and what the model is told. */
interface Found {
  readonly errors: string[];
  readonly shown: Check[];
  readonly minor: string[];
}

/** What a text in Markdown has lost, and what the publisher's checks would say of it. */
async function textFlaws({ name, value }: Field, now: unknown, isShorter: boolean): Promise<Found> {
  const [was, text] = [String(value), String(now)];
  const losses = lossesOf(await structureOf(was), await structureOf(text), isShorter);
  const findings = await lookAtText(name, text, await addressesIn(was));
  return {
    errors: [
      ...(losses.length > 0 ? [`“${name}”: ${losses.join('; ')}.`] : []),
      ...findings.errors,
    ],
    minor: [...findings.warnings],
    shown: [
      ...(losses.length > 0
        ? []
        : [passedCheck('structure', 'Headings, code, links and pictures were kept.')]),
      ...shownFindings(findings),
    ],
  };
}

/** What is wrong with a shorter text that is none. */
function lengthFlaws(name: string, was: number, now: number): Found {
  if (now >= was)
    return { errors: [`“${name}” is not shorter than it was.`], shown: [], minor: [] };
  return now <= 0.85 * was
    ? { errors: [], shown: [], minor: [] }
    : {
        errors: [],
        minor: [`“${name}” is hardly shorter. Leave out more.`],
        shown: [failedCheck('length', 'It is hardly shorter than it was.')],
      };
}

const all = (found: readonly Found[]): Found => ({
  errors: found.flatMap(({ errors }) => errors),
  shown: found.flatMap(({ shown }) => shown),
  minor: found.flatMap(({ minor }) => minor),
});

async function flawsOf(command: RewriteName, field: Field, now: unknown): Promise<Found> {
  const { name, form, value } = field;
  if (form === 'links' || form === 'tests') {
    const { flaws } = inPlaces(name, namesIn(form, value), now);
    return { errors: [...flaws], shown: [], minor: [] };
  }
  const isShorter = command === 'shorten';
  const found: Found[] = [];
  if (form === 'markdown') found.push(await textFlaws(field, now, isShorter));
  if (Array.isArray(value) && Array.isArray(now) && !isShorter && now.length !== value.length)
    found.push({
      errors: [`“${name}” has ${now.length} entries; there are ${value.length}.`],
      shown: [],
      minor: [],
    });
  if (isShorter) found.push(lengthFlaws(name, asText(value).length, asText(now).length));
  return all(found);
}

async function checkFields(
  command: RewriteName,
  answer: Answer,
  fields: readonly Field[],
): Promise<Checked<Answer>> {
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
}

/** A question holds together or is not proposed at all: no part of it is kept without the others. */
async function checkQuestion(
  command: RewriteName,
  answer: Answer,
  context: Context,
): Promise<Checked<Answer>> {
  const isShorter = command === 'shorten';
  const found: Found[] = [];
  for (const field of context.fields)
    if (field.form === 'markdown')
      found.push(await textFlaws(field, answer[field.name], isShorter));
  found.push({
    errors: rewordingFlaws(rewordingIn(context), answer),
    minor: [],
    shown:
      context.answers === null
        ? []
        : [passedCheck('key', 'Each answer kept its place, and the key stayed with it.')],
  });
  if (isShorter) {
    const lengthOf = (value: unknown): number =>
      Array.isArray(value)
        ? value.reduce<number>((sum, one) => sum + lengthOf(one), 0)
        : textOf(value).length;
    found.push(
      lengthFlaws(
        wholeQuestion,
        context.fields.reduce((sum, { value }) => sum + lengthOf(value), 0),
        context.fields.reduce((sum, { name, form, value }) => {
          const now = answer[name];
          const isListed = form === 'answers' && Array.isArray(value);
          return sum + lengthOf(isListed ? inPlacesSoFar(value, now) : now);
        }, 0),
      ),
    );
  }
  const { errors, minor, shown } = all(found);
  return {
    answer,
    remarks: [...errors, ...minor],
    isUsable: errors.length === 0,
    checks: {
      [wholeQuestion]: shown.filter(
        ({ text }, n) => shown.findIndex((one) => one.text === text) === n,
      ),
    },
  };
}

/** Looks at new values as the command that asked for them must. */
export const check =
  (command: RewriteName) =>
  (answer: Answer, context: Context): Promise<Checked<Answer>> =>
    context.place.target.kind === 'question'
      ? checkQuestion(command, answer, context)
      : checkFields(command, answer, context.fields);
