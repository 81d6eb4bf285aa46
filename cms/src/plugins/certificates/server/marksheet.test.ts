import { describe, expect, test } from 'vitest';
import { certificateFacts, marksheetFacts as facts, png } from '../testing/facts';
import { readPdf, readPdfText, readQrCode } from '../testing/read-pdf';
import type { MarksheetFacts } from './facts';
import { drawMarksheet } from './marksheet';

const drawn = async (changes: Partial<MarksheetFacts> = {}) =>
  readPdfText(await drawMarksheet({ ...facts, ...changes }));

/** One line of text, as the eye reads from the left to the right. */
const said = (lines: readonly string[]) => lines.join(' ').replace(/\s+/g, ' ');

const [test1] = facts.trace.tests;
const tests = (count: number, title: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({
    ...(test1 as NonNullable<typeof test1>),
    test_id: index + 1,
    title: title(index),
  }));

describe('a marksheet', () => {
  test('says every test, lab and project with its result', async () => {
    const { lines, pages, width } = await drawn();
    expect([pages, Math.round(width)]).toEqual([1, 595]);
    const words = said(lines);
    for (const row of [
      'How a processor works 2 8.5 / 10 85% Passed',
      'All of it · final test (optional) 0 – – Not taken',
      'Sort a list 2 2 November 2026 By tests',
      'A small database once 90 / 100 Approved',
      'Rows survive a restart Met',
      'The report can be read Not met',
      'Tests 60 60% 42.5% 25.5%',
      'Labs 20 20% 100% 20%',
      'Projects 20 20% 90% 18%',
      'Total, grade Pass 63%',
    ]) {
      expect(words).toContain(row);
    }
  });

  test('says how the total was computed, so that anybody can do the sum again', async () => {
    const words = said((await drawn()).lines);
    expect(words).toContain('Here: (60 × 42.5 + 20 × 100 + 20 × 90) ÷ 100 = 63.');
    expect(Math.floor((60 * 42.5 + 20 * 100 + 20 * 90) / 100)).toBe(facts.trace.percentage);
  });

  test('says so where nothing is scored', async () => {
    const nothing = { tests: [], labs: [], projects: [], parts: [], percentage: null };
    const { lines } = await drawn({ trace: { ...facts.trace, ...nothing } });
    expect(said(lines)).toContain(
      '12 of 12 lessons are done. Nothing in this course is scored: the grade is Pass.',
    );
    expect(said(lines)).not.toMatch(/Labs|Projects|Total|null|NaN/);
  });

  test('leads to its own page by its QR code, and says the number in plain sight', async () => {
    const bytes = await drawMarksheet(facts);
    const { picture, links } = await readPdf(bytes);
    expect(readQrCode(picture)).toBe(facts.verification_url);
    expect(new Set(links)).toEqual(new Set([facts.verification_url]));
    expect(Buffer.from(bytes).toString('latin1')).toContain('<dc:identifier>OS-2026-000042-7');
  });

  test('that corrects another says which and why', async () => {
    const corrected = {
      revision: 2,
      replaces_revision: 1,
      reason: 'A score was typed in wrongly.',
    };
    const words = said((await drawn(corrected)).lines);
    expect(words).toContain('Revision 2 of 21 November 2026');
    expect(words).toContain(
      'This revision replaces revision 1. Reason: A score was typed in wrongly.',
    );
  });

  test('goes on over pages with its header and its number on each, every row once', async () => {
    const trace = { ...facts.trace, tests: tests(90, (index) => `Test <${index}>`) };
    const { pages, linesOfPages } = await drawn({ trace });
    expect(pages).toBeGreaterThanOrEqual(4);
    const all = linesOfPages.map(said);
    for (let index = 0; index < 90; index += 1) {
      expect(all.join(' ').split(`Test <${index}> `)).toHaveLength(2);
    }
    for (const [index, words] of all.entries()) {
      expect(words).toContain(`Page ${index + 1} of ${pages}`);
      expect(words).toContain('OS-2026-000042-7');
      if (words.includes('Test <')) expect(words).toContain('Best score');
    }
  });

  test.each([
    ['words', 'A title of many words '.repeat(14)],
    ['one endless word', 'W'.repeat(300)],
    ['Devanagari', 'परीक्षा प्रोग्रामिंग '.repeat(15)],
  ])('keeps titles of 300 letters, of %s, whole and in their column', async (_, long) => {
    const title = long.slice(0, 300).trim();
    const { texts } = await drawn({
      student_name: title,
      course_name: title,
      trace: { ...facts.trace, tests: tests(1, () => title) },
    });
    const copied = texts.map(({ text }) => text).join('');
    expect(copied.replace(/\s/g, '')).toContain(title.replace(/\s/g, ''));
    for (const { left, right } of texts) {
      expect(left).toBeGreaterThan(36);
      expect(right).toBeLessThan(595 - 36);
    }
  });

  test('is tables with headers to a screen reader', async () => {
    const { structure } = await drawn({
      design: { ...certificateFacts.design, logo: png(30, 10, [0, 0, 0, 255]) },
    });
    expect(structure.filter((role) => role === 'Table')).toHaveLength(4);
    expect(structure.filter((role) => role === 'TH')).toHaveLength(5 + 4 + 4 + 5);
    expect(structure.filter((role) => role === 'H2')).toHaveLength(4);
    expect(structure).toContain('Figure: Logo of OurShiksha');
  });

  test('has the same bytes for the same facts', async () => {
    const [once, again] = await Promise.all([drawMarksheet(facts), drawMarksheet(facts)]);
    expect(Buffer.compare(once, again)).toBe(0);
  });
});
