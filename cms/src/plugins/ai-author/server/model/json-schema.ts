import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/**
 * What constrained decoding of some endpoints refuses or takes minutes to compile, as the lengths of
 * texts. Our own check of the answer still knows them.
 */
const left = new Set(['$schema', 'minLength', 'maxLength', 'default', 'uniqueItems', 'format']);

/** Bounds that only say that a number is a whole one; as grammars they are long and check nothing. */
const isNoBound = (key: string, value: unknown): boolean =>
  (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
  (key === 'minimum' && value === Number.MIN_SAFE_INTEGER);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function trimmed(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => trimmed(item));
  if (!isSchema(value)) return value;
  const entries = Object.entries(value)
    // Below `properties` the keys are names of fields, which may be called as a rule is.
    .filter(([key, inner]) => isNames || !(left.has(key) || isNoBound(key, inner)))
    .map(([key, inner]) => [key, trimmed(inner, !isNames && key === 'properties')]);
  const result = Object.fromEntries(entries) as JsonSchema;
  const isClosed = !isNames && result.type === 'object' && isSchema(result.properties);
  return isClosed ? { ...result, additionalProperties: false } : result;
}

/** Whether every field of every object is required, which is what OpenAI's strict form asks for. */
function isStrict(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isStrict);
  if (!isSchema(value)) return true;
  if (value.type === 'object') {
    const required = new Set(Array.isArray(value.required) ? value.required : []);
    const fields = isSchema(value.properties) ? Object.keys(value.properties) : null;
    // An object of any fields, as a record is, has none that could be required.
    if (fields === null || fields.some((field) => !required.has(field))) return false;
  }
  return Object.values(value).every(isStrict);
}

export interface ModelSchema {
  readonly schema: JsonSchema;
  readonly isStrict: boolean;
}

/** The JSON Schema of what a model may answer, as endpoints take it. */
export function modelSchema(schema: z.ZodType): ModelSchema {
  const full = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const result = trimmed(full) as JsonSchema;
  return { schema: result, isStrict: isStrict(result) };
}
