import type { Image, Nodes, Root } from 'mdast';

/** What of a Markdown text a rewording may not lose. */
export interface Structure {
  /** Levels of the headings, in their order. */
  readonly headings: readonly number[];
  /** Code blocks with their language. */
  readonly code: readonly string[];
  readonly links: readonly string[];
  readonly pictures: readonly string[];
}

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

/** Every node of a Markdown text, in the order in which they stand. */
export async function nodesOf(text: string): Promise<Nodes[]> {
  parser ??= loadParser();
  const nodes: Nodes[] = [];
  const waiting: Nodes[] = [(await parser)(text)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    if ('children' in node) waiting.push(...[...node.children].reverse());
  }
  return nodes;
}

export async function structureOf(text: string): Promise<Structure> {
  const nodes = await nodesOf(text);
  return {
    headings: nodes.flatMap((node) => (node.type === 'heading' ? [node.depth] : [])),
    code: nodes.flatMap((node) =>
      node.type === 'code' ? [`${node.lang ?? ''}\n${node.value.trim()}`] : [],
    ),
    links: nodes.flatMap((node) =>
      node.type === 'link' || node.type === 'definition' ? [node.url] : [],
    ),
    pictures: nodes.flatMap((node) => (node.type === 'image' ? [node.url] : [])),
  };
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, n) => one === b[n]);
const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  sameList([...new Set(a)].sort(), [...new Set(b)].sort());

/** Whether `part` comes from `whole` by leaving some out. */
const isPartOf = (part: readonly unknown[], whole: readonly unknown[]): boolean => {
  let at = 0;
  for (const one of whole) if (at < part.length && part[at] === one) at += 1;
  return at === part.length;
};

/** What of the structure a new text has lost or changed. `isShorter`: parts may be left out. */
export function lossesOf(before: Structure, after: Structure, isShorter: boolean): string[] {
  const losses: string[] = [];
  const keepsOrder = isShorter ? isPartOf : sameList;
  const keepsAll = isShorter
    ? (now: readonly string[], was: readonly string[]) => now.every((one) => was.includes(one))
    : sameSet;
  if (!keepsOrder(after.headings, before.headings))
    losses.push(
      `its headings have the levels ${after.headings.join(', ') || 'none'}; they were ${before.headings.join(', ') || 'none'}`,
    );
  if (!keepsOrder(after.code, before.code))
    losses.push('its code is not as it was, or not all there');
  if (!keepsAll(after.links, before.links)) losses.push('its links do not lead where they led');
  if (!keepsAll(after.pictures, before.pictures)) losses.push('its pictures are not the same');
  return losses;
}

/** A picture without alternative text, and where it stands in the text. */
export interface SilentPicture {
  readonly address: string;
  readonly start: number;
  readonly end: number;
  readonly title: string | null;
}

/**
 * Pictures that say nothing to somebody who cannot see them: below `/uploads/`, or at a full address, where
 * the media library keeps its files if its storage is elsewhere. Without what a signed address ends in.
 */
export async function silentPictures(text: string): Promise<SilentPicture[]> {
  const pictures = (await nodesOf(text)).filter((node): node is Image => node.type === 'image');
  return pictures.flatMap(({ url, alt, title, position }) => {
    const [start, end] = [position?.start.offset, position?.end.offset];
    const isSilent = !alt?.trim() && /^(\/uploads\/|https?:\/\/)/.test(url);
    if (!isSilent || start === undefined || end === undefined) return [];
    return [{ address: url.replace(/[?#].*$/, ''), start, end, title: title ?? null }];
  });
}
