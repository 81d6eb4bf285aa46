import { createHash } from 'node:crypto';
import type { Source, SourceFile } from './files';
import type { Findings } from './findings';
import type { Layout } from './layout';
import type { MarkdownDocument } from './markdown/document';
import type { Pictures } from './pictures';

/** What every reader of a part needs. */
export interface Context {
  source: Source;
  layout: Layout;
  findings: Findings;
  pictures: Pictures;
}

/** A path below the folder of the modules: the same wherever the curriculum is kept. */
export function keyOf(context: Context, path: string): string {
  const key = pathBelow(context, path);
  // The column holds 500 letters; a hash tells two very long paths apart.
  return key.length <= 400
    ? key
    : `${key.slice(0, 330)}~${createHash('sha256').update(key).digest('hex')}`;
}

function pathBelow(context: Context, path: string): string {
  const { content, course } = context.layout;
  for (const base of [content.path, course.path]) {
    if (base === '') return path === '' ? '.' : path;
    if (path === base) return '.';
    if (path.startsWith(`${base}/`)) return path.slice(base.length + 1);
  }
  return path;
}

const MAX_TITLE = 255;

export function shortTitle(title: string, file: SourceFile, findings: Findings): string {
  if (title.length <= MAX_TITLE) return title;
  findings.warning(
    'title-too-long',
    `The title is longer than ${MAX_TITLE} letters; it is cut.`,
    file.path,
    1,
  );
  return `${title.slice(0, MAX_TITLE - 1).trimEnd()}…`;
}

/** A key nobody reads is most often a typing mistake. */
export function warnAboutUnknownKeys(
  document: MarkdownDocument,
  known: readonly string[],
  findings: Findings,
): void {
  for (const key of Object.keys(document.frontMatter.values)) {
    if (known.includes(key)) continue;
    findings.warning(
      'front-matter-key',
      `The key "${key}" is not known; it is ignored.`,
      document.file.path,
      document.frontMatter.lineOf(key),
    );
  }
}
