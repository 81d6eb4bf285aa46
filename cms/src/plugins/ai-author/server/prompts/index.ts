import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Which words a model was asked with. */
export interface PromptReference {
  readonly name: string;
  readonly version: number;
  /** Of everything in the files that the model reads. */
  readonly sha256: string;
}

export const promptNames = [
  'outline',
  'lessons',
  'notes',
  'questions',
  'answer_questions',
  'lab',
  'project',
  'improve',
  'shorten',
  'simplify',
  'translate',
  'describe_picture',
] as const;
export type PromptName = (typeof promptNames)[number];

export interface Prompt extends PromptReference {
  readonly system: string;
  readonly request: string;
}

/** The files are read where they lie in the sources; compiled code stands in `dist` beside those. */
export const promptFolder = __dirname.replace(`${sep}dist${sep}src${sep}`, `${sep}src${sep}`);

const layout =
  /^---\nname: ([a-z_]+)\nversion: ([1-9]\d*)\n---\n# System\n\n([\s\S]+?)\n\n# Request\n\n([\s\S]+?)\n$/;

/** Reads a prompt's file; throws where it is not in its form. */
export function readPrompt(name: string, text: string, rules: string): Prompt {
  const [, called, version, system = '', request = ''] = layout.exec(text) ?? [];
  if (called !== name) throw new Error(`The prompt “${name}” is not in the form of a prompt.`);
  const whole = `${rules.trim()}\n\n${system}`;
  return {
    name,
    version: Number(version),
    sha256: createHash('sha256').update(`${whole}\n\n${request}`).digest('hex'),
    system: whole,
    request,
  };
}

const fileOf = (name: string): string => readFileSync(join(promptFolder, `${name}.md`), 'utf8');

/** Every prompt, as the files are when the cms starts. What is wrong with one stops the start. */
export const prompts: Readonly<Record<PromptName, Prompt>> = (() => {
  const rules = fileOf('rules');
  return Object.fromEntries(
    promptNames.map((name) => [name, readPrompt(name, fileOf(name), rules)]),
  ) as Record<PromptName, Prompt>;
})();

const placeholder = /\{\{([a-z_]+)\}\}/g;

/** The names between double braces. */
export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name)),
];

/**
 * Puts values into a template, each once: what a value holds is never read as a template. A line that
 * holds nothing but an empty value goes. Throws for a placeholder without a value.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .split('\n')
    .flatMap((line) => {
      const names = placeholdersOf(line);
      for (const name of names)
        if (values[name] === undefined) throw new Error(`Nothing is known of {{${name}}}.`);
      if (names.length > 0 && names.every((name) => values[name] === '')) return [];
      return [line.replace(placeholder, (_, name: string) => values[name] ?? '')];
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
