import type { Json } from '../task';

/** Deeper or larger values are refused: nobody compares them, and they would fill the record. */
export const maxDepth = 40;
export const maxNodes = 20_000;

/** Something that has no form in JSON; the message says why. */
export class NotComparable extends Error {}

/** Counts what was taken into a value, and refuses one that is too large or too deep. */
export class Budget {
  private nodes = 0;
  take(depth: number): void {
    this.nodes += 1;
    if (this.nodes > maxNodes) throw new NotComparable('The value is too large to be compared.');
    if (depth > maxDepth) throw new NotComparable('The value is nested too deeply, or in itself.');
  }
}

/** A number as JSON; those that JSON does not know stand as text. */
export const numberAsJson = (value: number): Json =>
  Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : String(value);

/** Whole numbers beyond what a double holds exactly stand as text. */
export const bigintAsJson = (value: bigint): Json =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();

/** What PostgreSQL can keep: no zero bytes, no halves of surrogate pairs. */
export const cleanText = (text: string): string =>
  text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');

/** A value of this process as JSON. Maps become objects, sets lists in the order of their texts. */
export function asJson(value: unknown, budget = new Budget(), depth = 0): Json {
  budget.take(depth);
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return numberAsJson(value);
  if (typeof value === 'bigint') return bigintAsJson(value);
  if (typeof value === 'string') return cleanText(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return asJson([...(value as Uint8Array)], budget, depth);
  if (Array.isArray(value)) return value.map((item) => asJson(item, budget, depth + 1));
  if (value instanceof Set) {
    const items = [...value].map((item) => asJson(item, budget, depth + 1));
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object') throw new NotComparable('The value cannot be compared.');
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [cleanText(String(key)), asJson(item, budget, depth + 1)]),
  );
}
