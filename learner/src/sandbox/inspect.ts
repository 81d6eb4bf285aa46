import { plain } from './plain.ts';

const MAX_DEPTH = 4;
const MAX_ENTRIES = 100;

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

const isPlainKey = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);

/** A value inside another one, the way the server's console shows it: by its content alone. */
function shown(value: unknown, depth: number): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  if (Array.isArray(value)) {
    return listed(
      value.map((entry) => shown(entry, depth + 1)),
      '[]',
    );
  }
  const entries = Object.entries(value).map(
    ([key, held]) => `${isPlainKey(key) ? key : quoted(key)}: ${shown(held, depth + 1)}`,
  );
  return listed(entries, '{}');
}

function listed(parts: readonly string[], brackets: string): string {
  const [open = '', close = ''] = brackets;
  if (parts.length === 0) return brackets;
  const more = parts.length - MAX_ENTRIES;
  const kept = parts.slice(0, MAX_ENTRIES);
  if (more > 0) kept.push(`... ${more} more item${more === 1 ? '' : 's'}`);
  return `${open} ${kept.join(', ')} ${close}`;
}

function told(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    return shown(plain(value), 0);
  } catch {
    return '[object]';
  }
}

/** What `%s` and its kin in a first text stand for. */
const PLACES: Readonly<Record<string, (value: unknown) => string>> = {
  s: told,
  d: (value) => String(Number(value)),
  i: (value) => String(Number.parseInt(String(value), 10)),
  f: (value) => String(Number.parseFloat(String(value))),
  j: (value) => JSON.stringify(value),
  o: told,
  O: told,
};

/** What `console.log` prints for its arguments. */
export function lineOf(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || rest.length === 0) return values.map(told).join(' ');
  const filled = first.replace(/%([sdifjoO%])/g, (whole, kind: string) => {
    if (kind === '%') return '%';
    return rest.length > 0 ? (PLACES[kind]?.(rest.shift()) ?? whole) : whole;
  });
  return [filled, ...rest.map(told)].join(' ');
}
