import { messages } from '../messages/index.ts';
import { formatDate, formatPoints } from './format.ts';

const isMet = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'met' in one && one.met === true;

/** One figure of a record, of whichever kind, as it is read: for what a correction changed. */
export function shownFigure(value: unknown): string {
  const text = messages.marksheet;
  const { status } = messages.trace;
  if (value === null || value === undefined) return text.none;
  if (typeof value === 'boolean') return value ? text.yes : text.no;
  if (typeof value === 'number') return formatPoints(value);
  // A project's checklist.
  if (Array.isArray(value)) return text.met(value.filter(isMet).length, value.length);
  const word = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(word)) return formatDate(word);
  return Object.hasOwn(status, word) ? status[word as keyof typeof status] : word;
}
