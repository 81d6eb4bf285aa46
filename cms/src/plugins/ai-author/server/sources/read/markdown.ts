import type { Nodes, Root } from 'mdast';
import type { ReadDocument, Section } from './document';

/** Something to take out of a Markdown text, and what stands there instead. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly instead: string;
}

/** Front matter is for machines. */
const frontMatter = /^---[ \t]*\n(?:.*\n){0,200}?---[ \t]*\n/;

/**
 * A Markdown text by its headings. What a reader of the page would not see is taken out: comments,
 * definitions, front matter and the tags of raw HTML, whose text stays.
 */
export async function readMarkdown(
  text: string,
  toMarkdown: (html: string) => Promise<string>,
): Promise<ReadDocument> {
  const shown = text.replace(frontMatter, '');
  const cuts: Cut[] = [];
  for (const { node, isBlock } of walk(await parse(shown))) {
    const from = node.position?.start.offset;
    const to = node.position?.end.offset;
    if (from === undefined || to === undefined) continue;
    if (node.type === 'definition') cuts.push({ from, to, instead: '' });
    if (node.type === 'html')
      cuts.push({ from, to, instead: isBlock ? await toMarkdown(node.value) : '' });
  }
  const sections = await sectionsOfMarkdown(applied(shown, cuts));
  return { title: sections[0]?.path[0] ?? null, sections, isPaged: false };
}

async function parse(text: string): Promise<Root> {
  const [{ unified }, { default: remarkParse }, { default: remarkGfm }] = await Promise.all([
    import('unified'),
    import('remark-parse'),
    import('remark-gfm'),
  ]);
  return unified().use(remarkParse).use(remarkGfm).parse(text) as Root;
}

function* walk(node: Nodes, isBlock = true): Generator<{ node: Nodes; isBlock: boolean }> {
  yield { node, isBlock };
  if (!('children' in node)) return;
  const holdsWords = ['paragraph', 'heading', 'tableCell'].includes(node.type);
  for (const child of node.children) yield* walk(child as Nodes, isBlock && !holdsWords);
}

function applied(text: string, cuts: readonly Cut[]): string {
  let result = '';
  let reached = 0;
  for (const { from, to, instead } of cuts) {
    if (from < reached) continue;
    result += text.slice(reached, from) + instead;
    reached = to;
  }
  return result + text.slice(reached);
}

/** Cuts a text at its headings; each section begins with its own. */
export async function sectionsOfMarkdown(text: string): Promise<Section[]> {
  const { toString: wordsOf } = await import('mdast-util-to-string');
  const sections: Section[] = [];
  const open: { level: number; title: string }[] = [];
  let from = 0;
  const close = (to: number): void => {
    const piece = text.slice(from, to).trim();
    if (piece !== '') sections.push({ path: open.map(({ title }) => title), text: piece });
    from = to;
  };
  for (const node of (await parse(text)).children) {
    if (node.type !== 'heading') continue;
    close(node.position?.start.offset ?? from);
    while (open.length > 0 && (open.at(-1)?.level ?? 0) >= node.depth) open.pop();
    const title = wordsOf(node).replaceAll(/\s+/g, ' ').trim();
    if (title !== '') open.push({ level: node.depth, title });
  }
  close(text.length);
  return sections;
}
