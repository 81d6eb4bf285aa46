import type { z } from 'zod';
import { loadSdk } from './sdk';
import { wellFormed } from './well-formed';

/** What stands before the object: a model's thoughts, a fence, “Here is the JSON:”. */
function fromObject(text: string): string {
  const thought = /^\s*<think(ing)?>/.exec(text);
  const end = thought ? text.search(/<\/think(ing)?>/) : 0;
  if (end < 0) return '';
  const said = text.slice(end);
  const start = said.indexOf('{');
  return start < 0 ? '' : said.slice(start);
}

/** The beginning of a text up to the bracket that closes its first object; all of it where none does. */
function firstObject(text: string): string {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (isText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) return text.slice(0, at + 1);
    }
  }
  return text;
}

/**
 * What can be read of an answer that is still coming, in well-formed texts; undefined while that is
 * nothing.
 */
export async function readPartial(text: string): Promise<unknown> {
  const { parsePartialJson } = await loadSdk();
  const { value } = await parsePartialJson(fromObject(text));
  return wellFormed(value);
}

export type Read<T> =
  | { readonly ok: true; readonly object: T; readonly isRepaired: boolean }
  | { readonly ok: false; readonly remarks: readonly string[] };

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the answer' : path.map(String).join('.');
}

/** At most this many things that were wrong go back to the model. */
const mostRemarks = 12;

/**
 * The object in an answer, its texts well-formed, checked by the schema: as it stands, or else repaired (a fence, words around it,
 * a missing bracket or quote), which counts only where the schema then holds. An answer that was cut at
 * its limit (`wasCut`) is never completed by us: half a sentence would pass for a whole one.
 */
export async function readObject<T>(
  text: string,
  schema: z.ZodType<T>,
  wasCut: boolean,
): Promise<Read<T>> {
  const body = fromObject(text);
  if (body === '') return { ok: false, remarks: ['There was no JSON object in the answer.'] };
  const object = parsed(firstObject(body));
  if (object !== undefined) {
    const checked = await schema.safeParseAsync(object);
    if (checked.success)
      return { ok: true, object: checked.data, isRepaired: body !== text.trim() };
    return {
      ok: false,
      remarks: checked.error.issues
        .slice(0, mostRemarks)
        .map((issue) => `${place(issue.path)}: ${issue.message}`),
    };
  }
  if (wasCut) {
    return {
      ok: false,
      remarks: ['The answer was too long and was cut off. Write less, and close the JSON object.'],
    };
  }
  const repaired = await schema.safeParseAsync(await mended(body));
  if (repaired.success) return { ok: true, object: repaired.data, isRepaired: true };
  return { ok: false, remarks: ['The answer was not valid JSON.'] };
}

function parsed(text: string): unknown {
  try {
    return wellFormed(JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

async function mended(text: string): Promise<unknown> {
  const { jsonrepair } = await import('jsonrepair');
  // A fence after the object would be taken for a part of it.
  const bare = text.replace(/\s*```\s*$/, '');
  try {
    return parsed(jsonrepair(bare));
  } catch {
    return undefined;
  }
}
