/** Deeper or larger values are refused, as the server refuses them. */
const MAX_DEPTH = 40;
const MAX_NODES = 20_000;

/**
 * A value as JSON has it, by the server's rules: what JSON lacks is null or a text, maps are objects,
 * sets are lists. Throws an error with a sentence for what cannot be compared.
 */
export function plain(value: unknown): unknown {
  let nodes = 0;
  function within(held: unknown, depth: number): unknown {
    nodes += 1;
    if (nodes > MAX_NODES) throw new Error('The value is too large to be compared.');
    if (depth > MAX_DEPTH) throw new Error('The value is nested too deeply, or in itself.');
    if (held === undefined || held === null) return null;
    if (typeof held === 'number')
      return Number.isFinite(held) ? (Object.is(held, -0) ? 0 : held) : String(held);
    if (typeof held === 'bigint')
      return Number.isSafeInteger(Number(held)) ? Number(held) : String(held);
    if (typeof held === 'string' || typeof held === 'boolean') return held;
    if (typeof held !== 'object') throw new Error(`A ${typeof held} cannot be compared.`);
    if (held instanceof Date) return held.toISOString();
    if (held instanceof Set) return [...held].map((entry) => within(entry, depth + 1));
    if (Array.isArray(held)) return held.map((entry) => within(entry, depth + 1));
    const entries: [unknown, unknown][] =
      held instanceof Map ? [...held] : Object.entries(held).filter(([, entry]) => isKept(entry));
    return Object.fromEntries(
      entries.map(([key, entry]) => [
        typeof key === 'string' ? key : JSON.stringify(key),
        within(entry, depth + 1),
      ]),
    );
  }
  return within(value, 0);
}

/** JSON leaves out of objects what has no value there. */
const isKept = (value: unknown): boolean =>
  value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
