/** What JSON holds, before anything is known of it. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null where the text is no JSON object. */
export function parseFields(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

export const textAt = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
};

/** The objects of a value that may be one or a list. */
export const listAt = (fields: Fields, name: string): readonly Fields[] =>
  [fields[name]].flat().filter(isFields);

export const fieldsAt = (fields: Fields, name: string): Fields =>
  isFields(fields[name]) ? fields[name] : {};

export const isSameList = (value: unknown, expected: readonly string[]): boolean =>
  Array.isArray(value) &&
  value.length === expected.length &&
  value.every((one, place) => one === expected[place]);
