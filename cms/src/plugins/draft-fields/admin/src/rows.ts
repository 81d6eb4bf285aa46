import type { Shape } from '../../shapes';

/** A row as the form holds it: one text for each part of the shape. */
export interface Row {
  /** Stays with the row when it moves, so that React keeps its input and the cursor in it. */
  readonly id: number;
  readonly texts: readonly string[];
}

let lastId = 0;

const row = (texts: readonly string[]): Row => {
  lastId += 1;
  return { id: lastId, texts };
};

/** Whatever was stored is shown, even where the shape is wrong: nothing may vanish unseen. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

export const emptyRow = (shape: Shape): Row => row(shape.parts.map(() => ''));

export function rowsFrom(shape: Shape, value: unknown): Row[] {
  if (value === null || value === undefined || value === '') return [];
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  return entries.map((entry) => {
    const isObject = typeof entry === 'object' && entry !== null && !Array.isArray(entry);
    if (shape.plain || !isObject) {
      return row(shape.parts.map((_, index) => (index === 0 ? textOf(entry) : '')));
    }
    return row(shape.parts.map(({ key }) => textOf((entry as Record<string, unknown>)[key])));
  });
}

/** What is saved: rows nobody wrote anything into are left out. */
export function valueFrom(shape: Shape, rows: readonly Row[]): unknown[] {
  return rows
    .filter(({ texts }) => texts.some((text) => text.trim() !== ''))
    .map(({ texts }) =>
      shape.plain
        ? (texts[0] ?? '').trim()
        : Object.fromEntries(
            shape.parts.map(({ key }, index) => [key, (texts[index] ?? '').trim()]),
          ),
    );
}

export function written(rows: readonly Row[], id: number, part: number, text: string): Row[] {
  return rows.map((present) =>
    present.id === id
      ? { id, texts: present.texts.map((old, index) => (index === part ? text : old)) }
      : present,
  );
}

export function moved(rows: readonly Row[], from: number, to: number): Row[] {
  const picked = rows[from];
  if (picked === undefined || to < 0 || to >= rows.length) return [...rows];
  return rows.toSpliced(from, 1).toSpliced(to, 0, picked);
}

/** Several lines pasted into a row become several rows; null where it is an ordinary paste. */
export function pasted(
  rows: readonly Row[],
  at: number,
  before: string,
  paste: string,
  after: string,
): Row[] | null {
  const lines = paste
    .split(/\r?\n/)
    // A list copied from a document brings its marks along.
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim())
    .filter((line) => line !== '');
  const present = rows[at];
  if (present === undefined || lines.length < 2) return null;
  const texts = lines.map((line, index) => {
    const start = index === 0 ? before : '';
    return start + line + (index === lines.length - 1 ? after : '');
  });
  const [first = '', ...rest] = texts;
  return rows.toSpliced(
    at,
    1,
    { id: present.id, texts: [first] },
    ...rest.map((text) => row([text])),
  );
}
