import type { Code } from 'mdast';
import { type Context, keyOf, shortTitle, warnAboutUnknownKeys } from './context';
import type { SourceFile, SourceFolder } from './files';
import { FrontMatterReader } from './frontmatter';
import { readmeOf } from './layout';
import { type MarkdownDocument, readMarkdown } from './markdown/document';
import { rewriteMarkdown } from './markdown/rewrite';
import { type Section, sectionsOf, walk } from './markdown/tree';
import { isLabFile, slugify } from './names';
import type { ImportedLab } from './types';

const KEYS = [
  'title',
  'slug',
  'description',
  'difficulty',
  'language',
  'estimated_time',
  'validation_type',
  'hints',
];

/** The labs of a lesson or module: `lab.md`, or a folder `lab` with a text. */
export async function readLabs(folder: SourceFolder, context: Context): Promise<ImportedLab[]> {
  const files: SourceFile[] = folder.files.filter((file) => isLabFile(file.name));
  for (const child of folder.folders) {
    const readme = /^labs?$/i.test(child.name) ? readmeOf(child) : null;
    if (readme !== null) files.push(readme);
  }
  const labs: ImportedLab[] = [];
  for (const file of files) {
    const lab = await readLab(file, labs.length + 1, context);
    if (lab !== null) labs.push(lab);
  }
  return labs;
}

async function readLab(
  file: SourceFile,
  order: number,
  context: Context,
): Promise<ImportedLab | null> {
  const document = await readMarkdown(context.source, file, context.findings);
  if (document === null) return null;
  warnAboutUnknownKeys(document, KEYS, context.findings);
  const meta = new FrontMatterReader(document, context.findings);
  const parts = partsOf(document);
  const key = keyOf(context, file.path);
  return {
    source_key: key,
    file: file.path,
    slug: meta.text('slug') ?? latinSlug(key.replace(/\.[^.]+$/, '')),
    title: shortTitle(document.title, file, context.findings),
    description: meta.text('description'),
    difficulty: meta.choice(['beginner', 'intermediate', 'advanced'], 'difficulty') ?? 'beginner',
    language: meta.text('language') ?? languageOf(document) ?? 'javascript',
    estimated_time: meta.number('estimated_time') || null,
    instructions: await instructionsOf(document, parts, context),
    starter_code: codeIn(parts.find((part) => /^starter( code)?$/i.test(part.heading))),
    solution_code: codeIn(
      parts.find((part) => /^(reference )?solution( code)?$/i.test(part.heading)),
    ),
    expected_output: codeIn(parts.find((part) => /^expected output$/i.test(part.heading))),
    validation_type: meta.choice(['console', 'test', 'visual'], 'validation_type') ?? 'console',
    hints: meta.list('hints') ?? [],
    order_index: order,
  };
}

/** The addresses of labs are plain letters and digits; a path in another script keeps its numbers. */
function latinSlug(path: string): string {
  return (
    slugify(path)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'lab'
  );
}

/** Parts between headings of level 2; deeper headings belong to the part they stand in. */
export function partsOf(document: MarkdownDocument): Section[] {
  const parts: Section[] = [];
  for (const section of sectionsOf(document.tree, document.text.length)) {
    const last = parts[parts.length - 1];
    if (section.depth > 2 && last !== undefined) {
      last.end = section.end;
      last.nodes.push(...section.nodes);
    } else {
      parts.push({ ...section, nodes: [...section.nodes] });
    }
  }
  return parts;
}

/** The part "Instructions"; a lab that was not written for us is instructions as a whole. */
async function instructionsOf(
  document: MarkdownDocument,
  parts: Section[],
  context: Context,
): Promise<string> {
  const part = parts.find((entry) => /^instructions$/i.test(entry.heading));
  if (part !== undefined) return rewriteMarkdown(document, context, part);
  const start = document.titleHeading?.position?.end.offset ?? 0;
  return rewriteMarkdown(document, context, { start, end: document.text.length });
}

function codeIn(part: Section | undefined): string | null {
  return codeNode(part)?.value ?? null;
}

export function codeNode(part: Section | undefined): Code | null {
  for (const node of part?.nodes ?? []) {
    for (const { node: inner } of walk(node)) if (inner.type === 'code') return inner;
  }
  return null;
}

function languageOf(document: MarkdownDocument): string | null {
  for (const { node } of walk(document.tree))
    if (node.type === 'code' && node.lang) return node.lang.toLowerCase();
  return null;
}
