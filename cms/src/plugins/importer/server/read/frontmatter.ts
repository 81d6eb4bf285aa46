import type { Findings } from './findings';
import type { MarkdownDocument } from './markdown/document';
import type { QuestionAndAnswer, Titled } from './types';

/** Reads single values of a front matter; a value of the wrong kind is reported and passed over. */
export class FrontMatterReader {
  constructor(
    private readonly document: MarkdownDocument,
    private readonly findings: Findings,
  ) {}

  text(...keys: string[]): string | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.wrong(key, 'a text');
    return null;
  }

  number(...keys: string[]): number | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
    this.wrong(key, 'a whole number');
    return null;
  }

  boolean(...keys: string[]): boolean | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    this.wrong(key, 'true or false');
    return null;
  }

  choice<T extends string>(allowed: readonly T[], ...keys: string[]): T | null {
    const [key] = this.first(keys);
    const value = this.text(...keys)?.toLowerCase();
    if (value === undefined) return null;
    const found = allowed.find((entry) => entry === value);
    if (found === undefined) this.wrong(key, `one of ${allowed.join(', ')}`);
    return found ?? null;
  }

  /** A list of texts; one text alone is a list of one. */
  list(...keys: string[]): string[] | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    const entries = Array.isArray(value) ? value : [value];
    const texts = entries.map(asText);
    if (texts.some((text) => text === null)) this.wrong(key, 'a list of texts');
    return texts.filter((text): text is string => text !== null && text !== '');
  }

  links(...keys: string[]): Titled[] | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    const links = (Array.isArray(value) ? value : [value]).map(asLink);
    if (links.some((link) => link === null)) this.wrong(key, 'a list of links with title and url');
    return links.filter((link): link is Titled => link !== null);
  }

  questionsAndAnswers(...keys: string[]): QuestionAndAnswer[] | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    const pairs = (Array.isArray(value) ? value : [value]).map(
      (entry): QuestionAndAnswer | null => {
        if (typeof entry === 'string') return { question: entry, answer: '' };
        const question = asText(read(entry, 'question'));
        return question ? { question, answer: asText(read(entry, 'answer')) ?? '' } : null;
      },
    );
    if (pairs.some((pair) => pair === null))
      this.wrong(key, 'a list of entries with question and answer');
    return pairs.filter((pair): pair is QuestionAndAnswer => pair !== null);
  }

  /** Entries of a list as they are, for lists with a shape of their own. */
  entries(...keys: string[]): unknown[] | null {
    const [key, value] = this.first(keys);
    if (value === undefined || value === null) return null;
    if (Array.isArray(value)) return value;
    this.wrong(key, 'a list');
    return null;
  }

  value(key: string): unknown {
    return this.document.frontMatter.values[key];
  }

  private first(keys: string[]): [string, unknown] {
    const key =
      keys.find((name) => this.document.frontMatter.values[name] !== undefined) ?? keys[0] ?? '';
    return [key, this.document.frontMatter.values[key]];
  }

  private wrong(key: string, expected: string): void {
    this.findings.error(
      'front-matter-value',
      `"${key}" must be ${expected}.`,
      this.document.file.path,
      this.document.frontMatter.lineOf(key),
    );
  }
}

export function read(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

export function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function asLink(value: unknown): Titled | null {
  const url = typeof value === 'string' ? value.trim() : asText(read(value, 'url'));
  if (!url || !/^https?:\/\//i.test(url)) return null;
  return { title: asText(read(value, 'title')) || url, url };
}
