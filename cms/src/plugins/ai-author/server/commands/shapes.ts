import { z } from 'zod';

/**
 * Pieces of answers' schemas. Every field is required and no object has extra meaning in its keys, so
 * that they can be sent as strict JSON schemas. Lengths are those of Strapi's columns or generous.
 */
export const line = z.string().trim().min(1).max(255);
/** A line that may be empty. */
export const optionalLine = z.string().trim().max(255);
export const sentence = z.string().trim().min(1).max(1000);
export const sentences = (most: number) => z.array(sentence).max(most);
/** A text in Markdown, far below what a page can show. */
export const markdown = z.string().trim().min(1).max(60_000);
export const optionalMarkdown = z.string().trim().max(60_000);
export const code = z.string().max(20_000);

/** Which passage says so, with its words. */
export const citation = z.object({
  passage: z.string().max(20),
  quote: z.string().max(2000),
});
export const citations = z.array(citation).max(20);
export type Cited = z.infer<typeof citation>;

/** Params that most commands take. */
export const wish = z.string().trim().max(2000).default('');
/** The language to write in, in the editor's words; empty: as the course is written. */
export const language = z.string().trim().max(60).default('');
export const levels = ['beginner', 'intermediate', 'advanced'] as const;

/** The part of a value that came so far, where it is of the expected kind. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const textsOf = (value: unknown): string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string');
export const partsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
/** Objects of a list that came so far, with the named texts; those of whom nothing came are left out. */
export const rowsOf = (value: unknown, ...names: readonly string[]): Record<string, string>[] =>
  listOf(value).flatMap((one) => {
    const parts = partsOf(one);
    const row = Object.fromEntries(names.map((name) => [name, textOf(parts[name])]));
    return Object.values(row).some((text) => text !== '') ? [row] : [];
  });
