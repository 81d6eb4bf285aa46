import type { Nodes, Parents, Root, Table } from 'mdast';

/** Walking a Markdown tree without recursion, so that no document can exhaust the stack. */

export function* walk(tree: Nodes): Generator<{ node: Nodes; parents: Parents[] }> {
  const waiting: { node: Nodes; parents: Parents[] }[] = [{ node: tree, parents: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (!('children' in next.node)) continue;
    const parents = [...next.parents, next.node];
    for (let index = next.node.children.length - 1; index >= 0; index -= 1) {
      const child = next.node.children[index];
      if (child !== undefined) waiting.push({ node: child, parents });
    }
  }
}

/** How deep the tree is, without building paths: used before anything else walks it. */
export function depthOf(tree: Root): number {
  let deepest = 0;
  const waiting: { node: Nodes; depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    deepest = Math.max(deepest, next.depth);
    if (!('children' in next.node)) continue;
    for (const child of next.node.children) waiting.push({ node: child, depth: next.depth + 1 });
  }
  return deepest;
}

/** What a reader sees of a node, as one line of plain text; pictures give their description. */
export function plainText(node: Nodes): string {
  let text = '';
  for (const { node: inner } of walk(node)) {
    if (inner.type === 'text' || inner.type === 'inlineCode' || inner.type === 'code')
      text += inner.value;
    else if (inner.type === 'image' || inner.type === 'imageReference') text += inner.alt ?? '';
    else if (inner.type === 'break' || inner.type === 'html') text += ' ';
  }
  return text.replace(/\s+/g, ' ').trim();
}

export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}

export interface Row {
  line: number;
  cells: string[];
  /** Link targets of the row, as they are written. */
  links: string[];
}

export interface SimpleTable {
  line: number;
  header: string[];
  rows: Row[];
}

/** A table as plain text. `<br>` and list marks inside a cell become line ends. */
export function simpleTable(table: Table): SimpleTable {
  const rows = table.children.map((row): Row => {
    const links: string[] = [];
    for (const { node } of walk(row)) if (node.type === 'link') links.push(node.url);
    return { line: lineOf(row), cells: row.children.map(cellText), links };
  });
  return { line: lineOf(table), header: rows[0]?.cells ?? [], rows: rows.slice(1) };
}

function cellText(cell: Nodes): string {
  let text = '';
  for (const { node } of walk(cell)) {
    if (node.type === 'text' || node.type === 'inlineCode') text += node.value;
    else if (node.type === 'html') text += /^<(br|li|\/li|p|\/p)\b/i.test(node.value) ? '\n' : '';
  }
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

export function tablesOf(tree: Root): SimpleTable[] {
  const tables: SimpleTable[] = [];
  for (const { node } of walk(tree)) if (node.type === 'table') tables.push(simpleTable(node));
  return tables;
}

export interface Section {
  heading: string;
  depth: number;
  line: number;
  /** Offsets of the section's body in the source, without its heading. */
  start: number;
  end: number;
  nodes: Root['children'];
}

/** The parts between headings; a part ends at the next heading of any depth. */
export function sectionsOf(tree: Root, length: number): Section[] {
  const sections: Section[] = [
    { heading: '', depth: 0, line: 1, start: 0, end: length, nodes: [] },
  ];
  for (const node of tree.children) {
    const current = sections[sections.length - 1];
    if (current === undefined) continue;
    if (node.type === 'heading') {
      current.end = node.position?.start.offset ?? length;
      sections.push({
        heading: plainText(node),
        depth: node.depth,
        line: lineOf(node),
        start: node.position?.end.offset ?? length,
        end: length,
        nodes: [],
      });
    } else {
      current.nodes.push(node);
    }
  }
  return sections;
}

/** The text of every entry of the lists in a section, one level deep. */
export function listEntries(nodes: Nodes[]): string[] {
  const entries: string[] = [];
  for (const node of nodes) {
    if (node.type !== 'list') continue;
    for (const item of node.children) {
      const first = item.children.find((child) => child.type === 'paragraph');
      const text = first === undefined ? '' : plainText(first);
      if (text !== '') entries.push(text);
    }
  }
  return entries;
}
