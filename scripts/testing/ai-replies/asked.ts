/** A question as the server reads it from a request. */
export interface Asked {
  readonly model: string;
  /** The name of the schema, which is the command's; empty where none was told. */
  readonly name: string;
  /** The JSON Schema, where there is one. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly format: 'json_schema' | 'json_object' | 'text';
  /** What stands outside the data: what a model should do. */
  readonly instructions: string;
  /** What stands in the data, by name; pieces of the same name in a row. */
  readonly data: readonly { readonly name: string; readonly text: string }[];
  /** All texts that were sent. */
  readonly question: string;
  readonly pictures: number;
  readonly maxTokens: number;
  readonly isStream: boolean;
  readonly wantsUsage: boolean;
  /** It was asked before, and this tells what was wrong with that answer. */
  readonly isAgain: boolean;
}

type Record_ = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Record_ => typeof value === 'object' && value !== null;

/** Data stands between `[data <token> <name>]` and `[end <token>]`, each a line by itself. */
const fence = /^\[data ([0-9a-f]{8,}) ?([^\]\n]*)\]\n([\s\S]*?)\n?^\[end \1\]$/gm;

function textsOf(content: unknown): { readonly text: string; readonly pictures: number } {
  if (typeof content === 'string') return { text: content, pictures: 0 };
  const parts = Array.isArray(content) ? content.filter(isRecord) : [];
  return {
    text: parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('\n'),
    pictures: parts.filter(({ type }) => type === 'image_url').length,
  };
}

export function readAsked(body: Readonly<Record<string, unknown>>): Asked {
  const messages = Array.isArray(body.messages) ? body.messages.filter(isRecord) : [];
  const read = messages.map(({ role, content }) => ({ role, ...textsOf(content) }));
  const question = read.map(({ text }) => text).join('\n\n');
  const format = isRecord(body.response_format) ? body.response_format : {};
  const held = isRecord(format.json_schema) ? format.json_schema : {};
  const told = /JSON Schema “([a-z_]+)”:\n(\{.*\})/.exec(question);
  const schema: unknown = held.schema ?? (told?.[2] ? JSON.parse(told[2]) : null);
  const limit = body.max_completion_tokens ?? body.max_tokens;
  const options = isRecord(body.stream_options) ? body.stream_options : {};
  const said = read.filter(({ role }) => role !== 'assistant');
  const outside = said.map(({ text }) => text.replaceAll(fence, '')).join('\n\n');
  return {
    model: String(body.model ?? ''),
    name: String(held.name ?? told?.[1] ?? ''),
    schema: isRecord(schema) ? schema : null,
    format: format.type === 'json_schema' || format.type === 'json_object' ? format.type : 'text',
    instructions: outside,
    data: said.flatMap(({ text }) =>
      [...text.matchAll(fence)].map(([, , name = '', inner = '']) => ({ name, text: inner })),
    ),
    question,
    pictures: read.reduce((sum, { pictures }) => sum + pictures, 0),
    maxTokens: typeof limit === 'number' ? limit : 100_000,
    isStream: body.stream === true,
    wantsUsage: options.include_usage === true,
    isAgain: read.filter(({ role }) => role === 'user').length > 1,
  };
}

/** The value of a line `Name: value` of the instructions, or of the last one in the data. */
export function lineOf({ instructions, data }: Asked, name: string): string | undefined {
  const pattern = new RegExp(`^${name}: (.*)$`, 'gm');
  for (const text of [instructions, ...data.map((one) => one.text)]) {
    const all = [...text.matchAll(pattern)];
    const value = all.at(-1)?.[1]?.trim();
    if (value !== undefined) return value;
  }
  return undefined;
}

export function numberOf(asked: Asked, name: string, preset: number): number {
  const value = Number.parseInt(lineOf(asked, name) ?? '', 10);
  return Number.isFinite(value) ? value : preset;
}

/** The text of the first piece of data with this name. */
export const dataOf = ({ data }: Asked, name: string): string =>
  data.find((one) => one.name === name)?.text ?? '';
