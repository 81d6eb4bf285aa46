import type { z } from 'zod';

export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** What a form page needs to show itself again: what was typed, and what is wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

export const untouched: FormState = { values: {}, problems: [] };

/** The text fields of a form; files and repeated fields have no place in ours. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  try {
    for (const [name, value] of await request.formData()) {
      if (typeof value === 'string') fields[name] = value;
    }
  } catch {
    // A body that is no form is a form without fields: every field is then asked for by name.
  }
  return fields;
}

const SECRET = new Set(['password', 'current_password', 'token']);

/** Passwords go one way only: they never come back into a page. */
export function keepTyped(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET.has(name)));
}

export type Checked<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly problems: Problem[] };

/** Holds fields against a schema; one sentence a field, in our words. */
export function check<S extends z.ZodType>(
  schema: S,
  fields: Readonly<Record<string, string>>,
  sentences: Readonly<Record<string, string>>,
): Checked<z.output<S>> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return { ok: true, data: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')));
  const problems = [...wrong].map((field) => ({ field, message: sentences[field] ?? '' }));
  return { ok: false, problems };
}
