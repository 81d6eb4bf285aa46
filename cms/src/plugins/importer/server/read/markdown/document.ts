import type { Heading, Root } from 'mdast';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { LIMITS, readText, type Source, type SourceFile } from '../files';
import type { Findings } from '../findings';
import { titleFromName } from '../names';
import { depthOf, plainText } from './tree';

/** One Markdown file: its front matter, its tree and its title. Nothing in it is run. */

export interface MarkdownDocument {
  file: SourceFile;
  frontMatter: FrontMatter;
  /** The text below the front matter; offsets of the tree point into it. */
  text: string;
  /** Lines of the file above `text`. */
  linesBefore: number;
  tree: Root;
  /** The first heading of level 1, when it opens the text. */
  titleHeading: Heading | null;
  title: string;
}

export interface FrontMatter {
  values: Record<string, unknown>;
  lineOf(key: string): number;
}

const NO_FRONT_MATTER: FrontMatter = { values: {}, lineOf: () => 1 };
const MAX_DEPTH = 100;
const MAX_BRACKETS = 5000;

/** The packages of remark are ES modules, this server is CommonJS: they are loaded on first use. */
let parser: Promise<(text: string) => Root> | undefined;

async function loadParser(): Promise<(text: string) => Root> {
  const [{ unified }, { default: remarkParse }, { default: remarkGfm }] = await Promise.all([
    import('unified'),
    import('remark-parse'),
    import('remark-gfm'),
  ]);
  const processor = unified().use(remarkParse).use(remarkGfm);
  return (text) => processor.parse(text);
}

export async function readMarkdown(
  source: Source,
  file: SourceFile,
  findings: Findings,
): Promise<MarkdownDocument | null> {
  const whole = await readText(source, file, LIMITS.markdownBytes, findings);
  if (whole === null) return null;
  const split = splitFrontMatter(whole);
  const frontMatter =
    split.yaml === null ? NO_FRONT_MATTER : readFrontMatter(split.yaml, file, findings);
  if (frontMatter === null) return null;
  const tree = await parseSafely(split.text, file, split.linesBefore, findings);
  if (tree === null) return null;
  const titleHeading = findTitleHeading(tree);
  const given = frontMatter.values.title ?? frontMatter.values.name;
  const title =
    (typeof given === 'string' && given.trim()) ||
    (titleHeading !== null && cleanTitle(plainText(titleHeading))) ||
    titleFromName(nameForTitle(file));
  return {
    file,
    frontMatter,
    text: split.text,
    linesBefore: split.linesBefore,
    tree,
    titleHeading,
    title,
  };
}

/** Nesting is counted before parsing: thousands of `>` cost the parser minutes and no lesson needs them. */
async function parseSafely(
  text: string,
  file: SourceFile,
  linesBefore: number,
  findings: Findings,
): Promise<Root | null> {
  const lines = text.split('\n');
  const nested = lines.findIndex((line) => containerMarks(line) > MAX_DEPTH);
  if (nested >= 0) {
    tooDeep(findings, file, linesBefore + nested + 1);
    return null;
  }
  const crowded = crowdedLine(lines);
  if (crowded !== null) {
    findings.error(
      'too-many-brackets',
      `A paragraph holds more than ${MAX_BRACKETS} opening brackets; blank lines would part it.`,
      file.path,
      linesBefore + crowded,
    );
    return null;
  }
  parser ??= loadParser();
  const parse = await parser;
  try {
    const tree = parse(text);
    if (depthOf(tree) <= MAX_DEPTH * 2) return tree;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  tooDeep(findings, file, linesBefore + 1);
  return null;
}

function tooDeep(findings: Findings, file: SourceFile, line: number): void {
  findings.error(
    'nested-too-deep',
    `Quotes or lists are nested deeper than ${MAX_DEPTH}.`,
    file.path,
    line,
  );
}

/** The parser's time grows with the square of the brackets in a paragraph: where that would be minutes. */
function crowdedLine(lines: string[]): number | null {
  let brackets = 0;
  for (const [index, line] of lines.entries()) {
    brackets = line.trim() === '' ? 0 : brackets + line.split('[').length - 1;
    if (brackets > MAX_BRACKETS) return index + 1;
  }
  return null;
}

/** How many quotes and lists a line opens. A rule (`- - -`) opens none. */
function containerMarks(line: string): number {
  if (/^\s*([-*+])([ \t]*\1)*\s*$/.test(line)) return 0;
  // Each list inside a list is indented by two columns at least.
  const indentation = /^([ \t]*)(?:[-+*]|\d{1,9}[.)])[ \t]/.exec(line)?.[1]?.length ?? 0;
  if (indentation > MAX_DEPTH * 2) return MAX_DEPTH + 1;
  const mark = /[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y;
  let marks = 0;
  while (marks <= MAX_DEPTH && mark.test(line)) marks += 1;
  return marks;
}

function splitFrontMatter(whole: string): {
  yaml: string | null;
  text: string;
  linesBefore: number;
} {
  const match = /^---[ \t]*\n([\s\S]*?)(?:\n)?^(?:---|\.\.\.)[ \t]*(?:\n|$)/m.exec(whole);
  if (match === null || match.index !== 0 || !looksLikeYaml(match[1] ?? '')) {
    return { yaml: null, text: whole, linesBefore: 0 };
  }
  const linesBefore = match[0].split('\n').length - 1;
  return { yaml: match[1] ?? '', text: whole.slice(match[0].length), linesBefore };
}

/** A text may open with a rule and have another one below: front matter starts with a key or a comment. */
function looksLikeYaml(between: string): boolean {
  const first = between.split('\n').find((line) => line.trim() !== '');
  return first === undefined || /^\s*(#|["']?[\w-]+["']?\s*:|[{[])/.test(first);
}

function readFrontMatter(yaml: string, file: SourceFile, findings: Findings): FrontMatter | null {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const broken = document.errors[0];
  // The line of `---` comes before the YAML's own first line.
  if (broken !== undefined) {
    findings.error(
      'front-matter-broken',
      `The front matter is not valid YAML: ${broken.message}`,
      file.path,
      lines.linePos(broken.pos[0]).line + 1,
    );
    return null;
  }
  if (document.contents === null) return NO_FRONT_MATTER;
  if (!isMap(document.contents)) {
    findings.error(
      'front-matter-broken',
      'The front matter must be a list of "key: value" lines.',
      file.path,
      2,
    );
    return null;
  }
  const keyLines = new Map<string, number>();
  for (const pair of document.contents.items) {
    const key = pair.key as { value?: unknown; range?: [number, number, number] | null } | null;
    if (key?.range) keyLines.set(String(key.value), lines.linePos(key.range[0]).line + 1);
  }
  try {
    const values = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
    return { values, lineOf: (key) => keyLines.get(key) ?? 2 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.error(
      'front-matter-broken',
      `The front matter cannot be read: ${reason}`,
      file.path,
      2,
    );
    return null;
  }
}

/** Only what stands above it without weight (pictures, comments, badges) may come before a title. */
function findTitleHeading(tree: Root): Heading | null {
  return (
    (tree.children.find((node) => node.type === 'heading' && node.depth === 1) as Heading | null) ??
    null
  );
}

/** `:dollar: Build a Bank` keeps its words; the short code means an emoji the site does not draw. */
function cleanTitle(text: string): string {
  const words = text
    .replace(/:[a-z0-9_+-]+:/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? text : words;
}

function nameForTitle(file: SourceFile): string {
  const parts = file.path.split('/');
  const isFolderText = /^(readme|index)\./i.test(file.name) && parts.length > 1;
  return isFolderText ? (parts[parts.length - 2] ?? file.name) : file.name.replace(/\.[^.]+$/, '');
}
