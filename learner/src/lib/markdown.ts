import type { Element, ElementContent, Root, RootContent } from 'hast';
import rehypeHighlight from 'rehype-highlight';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { SKIP, visit } from 'unist-util-visit';

/** Course texts are written by people we do not know; what comes out of here is inert. */
export interface Rendered {
  readonly html: string;
  /** Headings of the second level, for "On this page". */
  readonly headings: readonly { readonly id: string; readonly text: string }[];
  /** True where the text was too large or too deep and is shown as it was typed. */
  readonly plain: boolean;
}

export interface RenderOptions {
  /** The level of the highest heading, below those of the page itself. */
  readonly topHeading?: 2 | 3 | 4;
  /** The page's own title; a text that begins by repeating it does not say it twice. */
  readonly title?: string;
}

const MAX_CHARACTERS = 1_000_000;
const MAX_NESTING = 60;
const MAX_HIGHLIGHTED = 60_000;

const schema: typeof defaultSchema = {
  ...defaultSchema,
  // Ids are given by us below; those of the text would only collide with the page's own.
  clobberPrefix: 'n-',
  tagNames: [
    ...(defaultSchema.tagNames ?? []).filter((name) => name !== 'picture' && name !== 'source'),
    ...['figure', 'figcaption', 'mark', 'abbr'],
  ],
  protocols: {
    ...defaultSchema.protocols,
    src: ['http', 'https'],
    href: ['http', 'https', 'mailto'],
  },
  attributes: {
    ...defaultSchema.attributes,
    '*': (defaultSchema.attributes?.['*'] ?? []).filter((name) => name !== 'name'),
    abbr: ['title'],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
  },
};

const isElement = (node: RootContent | ElementContent | Root): node is Element =>
  node.type === 'element';

function textOf(node: Root | RootContent | ElementContent): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** The way the usual Markdown hosts name headings, so that links inside a text keep working. */
function headingSlug(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Moves headings below the page's own, closes gaps in their levels, and gives each an id. */
function placeHeadings(
  top: number,
  title: string | undefined,
  found: { id: string; text: string }[],
) {
  return () => (tree: Root) => {
    const first = tree.children.find(isElement);
    if (first?.tagName === 'h1' && title && textOf(first).trim() === title.trim()) {
      tree.children.splice(tree.children.indexOf(first), 1);
    }
    const open: number[] = [];
    const used = new Map<string, number>();
    visit(tree, 'element', (node) => {
      const level = Number(/^h([1-6])$/.exec(node.tagName)?.[1]);
      if (!level) return;
      while (open.length > 0 && (open.at(-1) ?? 0) >= level) open.pop();
      open.push(level);
      const depth = Math.min(6, top + open.length - 1);
      node.tagName = `h${depth}`;
      const base = headingSlug(textOf(node));
      const seen = used.get(base) ?? 0;
      used.set(base, seen + 1);
      const given = typeof node.properties.id === 'string' ? node.properties.id : null;
      const id = given ?? `n-${base}${seen > 0 ? `-${seen}` : ''}`;
      node.properties = { id };
      if (depth === top && !given) found.push({ id, text: textOf(node) });
    });
  };
}

/** Links out say nothing about where they were followed; pictures wait until they are near. */
function tameLinksAndPictures() {
  return (tree: Root) => {
    visit(tree, 'element', (node) => {
      if (node.tagName === 'a') {
        const href = String(node.properties.href ?? '');
        if (/^https?:/i.test(href)) node.properties.rel = ['noopener', 'noreferrer'];
        if (href.startsWith('#') && !href.startsWith('#n-')) {
          node.properties.href = `#n-${href.slice(1).toLowerCase()}`;
        }
      }
      if (node.tagName === 'img') {
        node.properties.loading = 'lazy';
        node.properties.decoding = 'async';
        node.properties.alt ??= '';
      }
      if (node.tagName === 'input') {
        const state = node.properties.checked ? '☑' : '☐';
        node.tagName = 'span';
        node.properties = { className: ['task'] };
        node.children = [{ type: 'text', value: state }];
      }
    });
  };
}

/** Wide tables and code scroll inside their own box, which the keyboard can reach. */
function boxWideThings() {
  return (tree: Root) => {
    visit(tree, 'element', (node, index, parent) => {
      if (node.tagName === 'pre') {
        node.properties.tabIndex = 0;
        return SKIP;
      }
      if (node.tagName !== 'table' || !parent || index === undefined) return;
      const label = { role: 'group', ariaLabel: 'Table', tabIndex: 0, className: ['wide'] };
      parent.children[index] = {
        type: 'element',
        tagName: 'div',
        properties: label,
        children: [node],
      };
      return SKIP;
    });
  };
}

function build(
  top: number,
  title: string | undefined,
  found: { id: string; text: string }[],
  code: boolean,
) {
  const safe = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
    .use(rehypeRaw)
    .use(rehypeSanitize, schema)
    .use(placeHeadings(top, title, found))
    .use(tameLinksAndPictures)
    .use(boxWideThings);
  return (code ? safe.use(rehypeHighlight, { detect: false }) : safe).use(rehypeStringify);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function asTyped(source: string): Rendered {
  const text = source.slice(0, MAX_CHARACTERS).replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? '');
  return { html: `<pre class="as-typed" tabindex="0">${text}</pre>`, headings: [], plain: true };
}

/**
 * Texts that would cost the parser far more time than their length suggests, or overflow the
 * stack of whatever walks the tree: nested quotes and lists, runs of brackets and of tags.
 */
export function isTooDeep(source: string): boolean {
  let tags = 0;
  for (const line of source.split('\n')) {
    const markers = /^(?:\s*(?:>|[-*+]|\d{1,9}[.)])(?=\s|>|$))+/.exec(line)?.[0] ?? '';
    if (markers.replace(/[^>\-*+.)]/g, '').length > MAX_NESTING) return true;
    if (/\S/.test(line) && line.length - line.trimStart().length > 4 * MAX_NESTING) return true;
    if ((line.match(/[[\]*_~`<]/g)?.length ?? 0) > 4_000) return true;
    tags = Math.max(
      0,
      tags + (line.match(/<[a-z]/gi)?.length ?? 0) - (line.match(/<\/[a-z]|\/>/gi)?.length ?? 0),
    );
    if (tags > 2_000) return true;
  }
  return false;
}

/** Renders Markdown with raw HTML to HTML that can do nothing but be read. */
export function renderMarkdown(source: string, options: RenderOptions = {}): Rendered {
  if (source.length > MAX_CHARACTERS || isTooDeep(source)) return asTyped(source);
  const headings: { id: string; text: string }[] = [];
  const highlight = source.length <= MAX_HIGHLIGHTED * 4;
  try {
    const processor = build(options.topHeading ?? 2, options.title, headings, highlight);
    return { html: String(processor.processSync(source)), headings, plain: false };
  } catch (error) {
    // A tree deeper than the stack. Anything else is a fault of ours and must be seen.
    if (error instanceof RangeError) return asTyped(source);
    throw error;
  }
}

/** What micromark calls everything of Markdown that is a block, a link, a picture or raw HTML. */
const NOT_INLINE = [
  ...['codeFenced', 'codeIndented', 'blockQuote', 'definition', 'headingAtx', 'htmlFlow', 'list'],
  ...['setextUnderline', 'thematicBreak'],
  ...['autolink', 'htmlText', 'labelStartImage', 'labelStartLink', 'labelEnd'],
];

const inline = unified()
  .use(remarkParse)
  .use(function inlineOnly() {
    const data = this.data();
    data.micromarkExtensions = [{ disable: { null: NOT_INLINE } }];
  })
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  .use(rehypeStringify);

/**
 * Renders a short text of one line, such as a question's option: code, emphasis and strong. All else is
 * text as it was typed, raw HTML above all: in a course about HTML it is what is asked about.
 */
export function renderInline(source: string): string {
  const line = source.slice(0, MAX_CHARACTERS).replace(/\s+/g, ' ');
  if (!/[`*_\\&]/.test(line) || isTooDeep(line))
    return line.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? '');
  return String(inline.processSync(line)).replace(/^<p>|<\/p>$/g, '');
}

/** A block of code on its own, coloured the way those inside texts are. */
export function renderCode(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const name = /^[\w+#.-]{1,40}$/.exec(language.toLowerCase())?.[0] ?? '';
  return renderMarkdown(`${fence}${name}\n${code.replace(/\n+$/, '')}\n${fence}`).html;
}
