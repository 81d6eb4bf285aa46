/** What is needed of an element or a text, whoever parsed it. */
interface Knot {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<Knot>;
  getAttribute?(name: string): string | null;
}

const blocks = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer header hr html main nav p section summary table tbody thead tfoot caption'.split(
    ' ',
  ),
);
const left = new Set(
  'script style noscript template iframe object embed svg math canvas audio video form button input select textarea head link meta dialog'.split(
    ' ',
  ),
);

const isText = ({ nodeType }: Knot): boolean => nodeType === 3;
const isElement = ({ nodeType }: Knot): boolean => nodeType === 1;
const squeezed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * The text of an HTML tree as Markdown without links and pictures: headings, lists, tables and code keep
 * their form, everything else is paragraphs. Comments and scripts are left out.
 */
export function markdownOf(root: Knot): string {
  let written = '';
  const onNewLine = (lines: 1 | 2): void => {
    // The first paragraph of a list's item stands beside its mark.
    if (/(^|\n) *(-|\d+\.) $/.test(written.slice(-40))) return;
    const present = written.endsWith('\n\n') ? 2 : Number(written.endsWith('\n'));
    if (written !== '' && present < lines) written += '\n'.repeat(lines - present);
  };
  const inside = (node: Knot, depth: number): void => {
    for (const child of node.childNodes) visit(child, depth);
  };
  const visit = (node: Knot, depth: number): void => {
    if (isText(node)) {
      const text = (node.textContent ?? '').replaceAll(/\s+/g, ' ');
      written += /(^|\s)$/.test(written.slice(-1)) ? text.trimStart() : text;
      return;
    }
    if (!isElement(node)) return;
    const name = node.nodeName.toLowerCase();
    if (left.has(name)) return;
    const heading = /^h([1-6])$/.exec(name)?.[1];
    if (heading !== undefined) {
      onNewLine(2);
      const text = squeezed(node.textContent ?? '');
      if (text !== '') written += `${'#'.repeat(Number(heading))} ${text}`;
      onNewLine(2);
    } else if (name === 'br') {
      written += '\n';
    } else if (name === 'pre') {
      onNewLine(2);
      const code = (node.textContent ?? '').replace(/^\n|\s+$/g, '');
      const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
      written += `${fence}\n${code}\n${fence}`;
      onNewLine(2);
    } else if (name === 'code') {
      written += `\`${squeezed(node.textContent ?? '')}\``;
    } else if (name === 'ul' || name === 'ol') {
      onNewLine(depth === 0 ? 2 : 1);
      let number = 1;
      for (const child of node.childNodes) {
        if (!isElement(child)) continue;
        onNewLine(1);
        written += `${'  '.repeat(depth)}${name === 'ol' ? `${number}.` : '-'} `;
        number += 1;
        inside(child, depth + 1);
      }
      onNewLine(depth === 0 ? 2 : 1);
    } else if (name === 'tr') {
      onNewLine(1);
      const cells = [...node.childNodes]
        .filter(isElement)
        .map((cell) => squeezed(cell.textContent ?? ''));
      written += `| ${cells.join(' | ')} |`;
      onNewLine(1);
    } else if (blocks.has(name)) {
      // Within a list's item a paragraph is not a new one of the list.
      onNewLine(depth === 0 ? 2 : 1);
      inside(node, depth);
      onNewLine(depth === 0 ? 2 : 1);
    } else {
      inside(node, depth);
    }
  };
  visit(root, 0);
  return written.trim();
}

const longestRun = (code: string): number =>
  Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
