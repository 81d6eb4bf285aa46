import { inert } from './inert';

/** What a spreadsheet would take for a formula (OWASP, CSV Injection). */
const formula = /^[=+\-@]/;

/** One field as RFC 4180 has it, of a text that nobody vouches for. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = inert(String(value));
  const harmless = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map(csvField).join(',')}\r\n`;
