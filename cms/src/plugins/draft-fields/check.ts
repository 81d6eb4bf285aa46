import type { Part, Shape } from './shapes';

/** More rows than any form is made for; a guard against a list pasted by mistake. */
const mostRows = 500;
const longestText = 20_000;
/** Pages of the web, mail, and pages of our own; never anything a browser would run. */
const openable = /^(https?:\/\/\S+|mailto:\S+|\/(?!\/)\S*|#\S*)$/i;

const nameOf = (value: unknown): string => {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
  };
  return names[typeof value] ?? 'something else';
};

function wrongText(value: unknown, part: Part | undefined): string | null {
  if (value === undefined || value === null) return 'is missing';
  if (typeof value !== 'string') return `is ${nameOf(value)}, not a text`;
  if (value.trim() === '') return part?.optional === true ? null : 'is empty';
  if (value.length > longestText) return `is longer than ${longestText} characters`;
  if (part?.address === true && !openable.test(value.trim())) {
    return 'is no address such as https://example.org/page';
  }
  return null;
}

function wrongRow(row: unknown, shape: Shape): string | null {
  if (shape.plain) {
    const wrong = wrongText(row, undefined);
    return wrong === null ? null : wrong;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return `is ${nameOf(row)}`;
  const values = row as Record<string, unknown>;
  for (const part of shape.parts) {
    const wrong = wrongText(values[part.key], part);
    if (wrong !== null && !(part.optional === true && wrong === 'is missing')) {
      return `: ${part.key} ${wrong}`;
    }
  }
  const known = new Set<string>(shape.parts.map(({ key }) => key));
  const stranger = Object.keys(values).find((key) => !known.has(key));
  return stranger === undefined ? null : `has “${stranger}”, which does not belong there`;
}

/** What is wrong with a value, as a sentence that names the field; null where it is right. */
export function findWrongShape(field: string, shape: Shape, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const expected = `“${field}” must be ${shape.expected}`;
  if (!Array.isArray(value)) return `${expected}; it is ${nameOf(value)}.`;
  if (value.length > mostRows) return `${expected}, at most ${mostRows} of them.`;
  for (const [index, row] of value.entries()) {
    const wrong = wrongRow(row, shape);
    if (wrong !== null) {
      return `${expected}; entry ${index + 1}${wrong.startsWith(':') ? '' : ' '}${wrong}.`;
    }
  }
  return null;
}
