import type { Ink } from '../page/ink';
import { type Colour, fill, numbers } from '../page/operators';
import { rule } from '../page/ornament';
import { languageOf, type Style } from '../type/faces';
import { wrap } from '../type/fit';
import { isLeftward, type Line } from '../type/typeset';
import type { Flow } from './flow';

export interface Column {
  readonly title: string;
  /** Part of the table's width; all together are 1. */
  readonly part: number;
  readonly align: 'left' | 'right';
}

export interface Row {
  readonly cells: readonly string[];
  /** `detail`: belongs to the row above and stands a little further in; `total`: the last line of a sum. */
  readonly kind?: 'detail' | 'total';
}

export interface Colours {
  readonly text: Colour;
  readonly soft: Colour;
  readonly line: Colour;
  readonly ground: Colour;
}

const size = 9;
const step = size * 1.36;
const padding = { across: 5, above: 4.5, below: 4.5 };
const indent = 14;

interface Cell {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly left: number;
  readonly right: number;
  readonly align: Column['align'];
}

interface Setting {
  readonly role: 'TH' | 'TD';
  readonly colour: Colour;
  readonly kind?: Row['kind'];
}

/** How high a table is that stands on one page. */
export function tableHeight(flow: Flow, columns: readonly Column[], rows: readonly Row[]): number {
  const header: Row = { cells: columns.map(({ title }) => title) };
  return [header, ...rows]
    .map((row) => heightOf(cells(flow, columns, row, styleOf(row))))
    .reduce((sum, height) => sum + height, 0);
}

const styleOf = ({ kind }: Row): Style => (kind === 'total' ? 'semibold' : 'regular');

/** A table that goes on over pages, with its header on each; a row is never torn apart. */
export function table(
  flow: Flow,
  columns: readonly Column[],
  rows: readonly Row[],
  colours: Colours,
): void {
  const header = cells(flow, columns, { cells: columns.map(({ title }) => title) }, 'semibold');
  flow.structure.element('Table', {}, () => {
    const heading = { role: 'TH', colour: colours.text } as const;
    // A header at the foot of a page, without a row below it, helps nobody.
    flow.reserve(heightOf(header) * 2 + step);
    drawRow(flow, header, heading, colours);
    for (const row of rows) {
      const set = cells(flow, columns, row, styleOf(row));
      if (flow.reserve(heightOf(set))) {
        // Read aloud it is one table with one header.
        flow.structure.decoration(() => drawRow(flow, header, heading, colours));
      }
      const colour = row.kind === 'detail' ? colours.soft : colours.text;
      drawRow(flow, set, { role: 'TD', colour, kind: row.kind }, colours);
    }
  });
}

function cells(flow: Flow, columns: readonly Column[], row: Row, style: Style): Cell[] {
  let left = flow.left;
  return columns.map(({ part, align }, index) => {
    const from = left + padding.across + (row.kind === 'detail' && index === 0 ? indent : 0);
    left += part * flow.width;
    let right = left;
    // A text may run on over the empty cells beside it.
    for (let next = index + 1; align === 'left' && row.cells[next] === ''; next += 1) {
      right += (columns[next]?.part ?? 0) * flow.width;
    }
    const text = row.cells[index] ?? '';
    const lines = text === '' ? [] : wrap(text, style, size, right - padding.across - from);
    return { text, lines, left: from, right: right - padding.across, align };
  });
}

const heightOf = (row: readonly Cell[]): number =>
  Math.max(1, ...row.map(({ lines }) => lines.length)) * step + padding.above + padding.below;

function drawRow(flow: Flow, row: readonly Cell[], setting: Setting, colours: Colours): void {
  const height = heightOf(row);
  const top = flow.take(height);
  const { ink } = flow;
  ink.decoration(() => {
    if (setting.role === 'TH') {
      const box = numbers(flow.left, top - height, flow.width, height);
      ink.draw(fill(colours.ground), `${box} re f`);
    }
    const from = setting.kind === 'detail' ? flow.left + indent : flow.left;
    rule(ink, from, flow.left + flow.width, top - height, 0.4, colours.line);
  });
  ink.element('TR', {}, () => {
    for (const cell of row) drawCell(ink, cell, top - padding.above - size * 0.95, setting);
  });
}

function drawCell(
  ink: Ink,
  { text, lines, left, right, align }: Cell,
  y: number,
  { role, colour }: Setting,
): void {
  const actualText = lines.some(isLeftward) ? text : undefined;
  ink.element(role, { lang: languageOf(text), actualText }, () => {
    for (const [index, line] of lines.entries()) {
      const x = align === 'left' ? left : right - line.width * size;
      ink.text(line, x, y - index * step, size, colour);
    }
  });
}
