import { type Part, shapes } from '../../../../draft-fields/shapes';
import { fieldName } from '../../../../publisher/admin/src/names';
import type { Form } from './forms';

/** A field's value as one text that can be read and compared, a list line by line. */
export function fieldText(form: Form | undefined, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof form === 'object' && 'choices' in form) return fieldName(String(value));
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    const parts = typeof form === 'object' && 'list' in form ? shapes[form.list].parts : undefined;
    const isPlain = value.every((row) => typeof row === 'string');
    return value.map((row) => rowText(parts, row)).join(isPlain ? '\n' : '\n\n');
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

function rowText(parts: readonly Part[] | undefined, row: unknown): string {
  if (typeof row === 'string') return `• ${row}`;
  if (typeof row !== 'object' || row === null) return `• ${String(row)}`;
  const values = row as Readonly<Record<string, unknown>>;
  const named = parts ?? Object.keys(values).map((key) => ({ key, label: key }));
  return named
    .flatMap(({ key, label }) => {
      const text = values[key];
      return text === undefined || text === null || text === ''
        ? []
        : [`${label}: ${String(text)}`];
    })
    .join('\n');
}
