const MAX_DEPTH = 4;
const MAX_ENTRIES = 100;

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

const isPlainKey = (key: string): boolean => /^[A-Za-z_$][\w$]*$/.test(key);

/** A value as a console shows it inside another one. */
function shown(value: unknown, depth: number, above: readonly unknown[]): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return value.toString();
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function')
    return `[${isClass(value) ? 'class' : 'Function'}${nameOf(value)}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (above.includes(value)) return '[Circular]';
  if (value instanceof Error) return value.stack?.split('\n')[0] ?? String(value);
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise {}';
  if (depth > MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
  const inside = (entry: unknown) => shown(entry, depth + 1, [...above, value]);
  if (Array.isArray(value)) return list('', value, inside, ['[', ']']);
  if (value instanceof Set) return list(`Set(${value.size}) `, [...value], inside, ['{', '}']);
  if (value instanceof Map) {
    const pair = (entry: unknown) => {
      const [key, held] = entry as [unknown, unknown];
      return `${inside(key)} => ${inside(held)}`;
    };
    return list(`Map(${value.size}) `, [...value], pair, ['{', '}']);
  }
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  const name = typeof maker === 'function' && maker !== Object ? `${maker.name} ` : '';
  const property = (entry: unknown) => {
    const [key, held] = entry as [string, unknown];
    return `${isPlainKey(key) ? key : quoted(key)}: ${inside(held)}`;
  };
  return list(name, Object.entries(value), property, ['{', '}']);
}

const isClass = (value: object): boolean =>
  /^class\b/.test(Function.prototype.toString.call(value));

const nameOf = (value: { readonly name?: unknown }): string =>
  typeof value.name === 'string' && value.name ? `: ${value.name}` : ' (anonymous)';

function list(
  before: string,
  entries: readonly unknown[],
  show: (entry: unknown) => string,
  [open, close]: readonly [string, string],
): string {
  if (entries.length === 0) return `${before}${open}${close}`;
  const parts = entries.slice(0, MAX_ENTRIES).map(show);
  if (entries.length > MAX_ENTRIES) parts.push(`… ${entries.length - MAX_ENTRIES} more`);
  return `${before}${open} ${parts.join(', ')} ${close}`;
}

/** What `console.log` prints for its arguments. */
export const lineOf = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : shown(value, 0, []))).join(' ');
