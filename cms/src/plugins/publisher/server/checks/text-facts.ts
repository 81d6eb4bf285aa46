import type { Nodes, Root } from 'mdast';

/**
 * What a Markdown text says to the checks, and nothing else of it. Computed once for a text and kept
 * by its hash, so that a publish compares and does not parse.
 */
export interface TextFacts {
  /** Files of the media library the text shows or links to, as `/uploads/…`. */
  readonly uploads?: readonly string[];
  /** Addresses that lead nowhere on the site: paths of the author's own folders. */
  readonly relative?: readonly string[];
  /** Links within the text to headings it does not have. */
  readonly anchors?: readonly string[];
  /** Links to other parts of the school, by what they name: `course 4`, `lesson 17`. */
  readonly nodes?: readonly string[];
  /** Pictures without alternative text, by their address. */
  readonly silent?: readonly string[];
  /** HTML that the site leaves out: tag names, and `on…` for handlers. */
  readonly dropped?: readonly string[];
  /** HTML that would run: `script`, `javascript:` and the like. */
  readonly unsafe?: readonly string[];
  /** Nested so deeply that nobody could read it, and slow to draw. */
  readonly tooDeep?: true;
}

/** Raised whenever facts come out differently for the same text; older ones are forgotten then. */
export const factsVersion = 1;

/** Larger texts are not parsed; a rule refuses them. */
export const largestText = 500_000;
const deepest = 60;

const runs = new Set(['script', 'object', 'embed', 'applet', 'base', 'meta', 'link']);
const drawn = new Set([
  ...[
    'a',
    'abbr',
    'b',
    'blockquote',
    'br',
    'code',
    'dd',
    'del',
    'details',
    'div',
    'dl',
    'dt',
    'em',
  ],
  ...['figcaption', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'input', 'ins'],
  ...[
    'kbd',
    'li',
    'mark',
    'ol',
    'p',
    'pre',
    'q',
    'rp',
    'rt',
    'ruby',
    's',
    'samp',
    'section',
    'span',
  ],
  ...['strike', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead'],
  ...['tr', 'tt', 'ul', 'var'],
]);

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

/**
 * Texts that would cost the parser far more time than their length suggests: nested quotes and
 * lists, deep indentation, runs of brackets. The site shows such a text as it was typed.
 */
function isTooDeep(text: string): boolean {
  for (const line of text.split('\n')) {
    const marks = /^(?:\s*(?:>|[-*+]|\d{1,9}[.)])(?=\s|>|$))+/.exec(line)?.[0] ?? '';
    if (marks.replace(/[^>\-*+.)]/g, '').length > deepest) return true;
    if (/\S/.test(line) && line.length - line.trimStart().length > 4 * deepest) return true;
    if ((line.match(/[[\]*_~`<]/g)?.length ?? 0) > 4_000) return true;
  }
  return false;
}

/** Reads a text's facts. A text that is too large or too deep is not parsed. */
export async function factsOf(text: string): Promise<TextFacts> {
  if (text.length > largestText) return {};
  if (isTooDeep(text)) return { tooDeep: true };
  parser ??= loadParser();
  const tree = (await parser)(text);
  const headings = new Set<string>();
  const found = {
    uploads: new Set<string>(),
    relative: new Set<string>(),
    anchors: new Set<string>(),
    nodes: new Set<string>(),
    silent: new Set<string>(),
    dropped: new Set<string>(),
    unsafe: new Set<string>(),
  };
  const address = (url: string) => sortAddress(url, found);
  const definitions = new Map<string, string>();
  const references: string[] = [];
  for (const node of everyNode(tree)) {
    if (node.type === 'heading') headings.add(slugOf(plain(node)));
    else if (node.type === 'link') address(node.url);
    else if (node.type === 'definition') definitions.set(node.identifier, node.url);
    else if (node.type === 'linkReference') references.push(node.identifier);
    else if (node.type === 'image') {
      address(node.url);
      if (!node.alt?.trim()) found.silent.add(node.url);
    } else if (node.type === 'imageReference') {
      references.push(node.identifier);
      if (!node.alt?.trim()) found.silent.add(node.label ?? node.identifier);
    } else if (node.type === 'html') readHtml(node.value, found, address);
  }
  for (const identifier of references) address(definitions.get(identifier) ?? '');
  for (const anchor of found.anchors) if (headings.has(anchor)) found.anchors.delete(anchor);
  return Object.fromEntries(
    Object.entries(found)
      .filter(([, values]) => values.size > 0)
      .map(([name, values]) => [name, [...values].slice(0, 50)]),
  );
}

/** Puts an address where it belongs. Other sites are nobody's business here. */
function sortAddress(
  url: string,
  found: Record<'uploads' | 'relative' | 'anchors' | 'nodes' | 'unsafe', Set<string>>,
): void {
  const bare = url.trim();
  if (bare === '') return;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip them inside a scheme
  if (/^(?:javascript|vbscript|data):/i.test(bare.replace(/[\u0000-\u0020]/g, ''))) {
    found.unsafe.add(bare.slice(0, bare.indexOf(':') + 1).toLowerCase());
  } else if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(bare)) {
    // Another site.
  } else if (bare.startsWith('#')) {
    if (bare.length > 1) found.anchors.add(decoded(bare.slice(1)).toLowerCase());
  } else if (bare.startsWith('/uploads/')) {
    found.uploads.add(bare.replace(/[?#].*$/, ''));
  } else if (bare.startsWith('/')) {
    const named = /^\/(?:learn\/\d+\/(lesson|test|lab|project)s|(course)s)\/(\d{1,9})\b/.exec(bare);
    if (named) found.nodes.add(`${named[1] ?? named[2]} ${named[3]}`);
    else if (!/^\/(?:$|[?#]|courses|learn|dashboard|certificates|verify)/.test(bare))
      found.relative.add(bare);
  } else {
    found.relative.add(bare);
  }
}

/** The tags of a piece of raw HTML. What is drawn is drawn; the rest is left out by the site. */
function readHtml(
  html: string,
  found: Record<'silent' | 'dropped' | 'unsafe', Set<string>>,
  address: (url: string) => void,
): void {
  for (const [tag, name = ''] of html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .matchAll(/<([a-z][a-z0-9-]*)\b[^>]*/gi)) {
    const lower = name.toLowerCase();
    if (runs.has(lower)) found.unsafe.add(lower);
    else if (!drawn.has(lower)) found.dropped.add(lower);
    if (/\son[a-z]+\s*=/i.test(tag)) found.unsafe.add('on…');
    const url = /\s(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
    const target = url?.[1] ?? url?.[2] ?? url?.[3];
    if (target !== undefined) address(target);
    if (lower === 'img' && !/\salt\s*=\s*(?:"[^"]*\S[^"]*"|'[^']*\S[^']*'|[^\s"'>]+)/i.test(tag))
      found.silent.add(target ?? 'img');
  }
}

function* everyNode(tree: Root): Generator<Nodes> {
  const waiting: Nodes[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children);
  }
}

function plain(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(plain).join('') : '';
}

/** The way the learner site, like the usual Markdown hosts, names headings. */
const slugOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
