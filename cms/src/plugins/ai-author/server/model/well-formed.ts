/** U+0000 and halves of surrogate pairs: JSON can name both, PostgreSQL keeps neither. */
const noSigns = /[\0\p{Cs}]/gu;

/**
 * A JSON value without what is no sign: an answer that is cut between the two escapes of an emoji ends in
 * half of it, and some models write U+0000 for a blank.
 */
export function wellFormed<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(noSigns, '');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.replace(noSigns, ''), cleaned(inner)]),
  );
}
