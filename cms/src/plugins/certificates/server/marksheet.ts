import { colourOf, mix, readable, white } from './colour';
import { cleanDesign, paperSizes } from './draw';
import type { MarksheetFacts } from './facts';
import { Flow } from './marksheet/flow';
import { table, tableHeight } from './marksheet/table';
import { blocks, computed } from './marksheet/words';
import { Papers } from './page/document';
import type { Ink } from './page/ink';
import { type Colour, fill, numbers } from './page/operators';
import { rule } from './page/ornament';
import { drawQrCode } from './qr';
import { dayOf, logo, type PlacedPicture, placePictures, within, write } from './templates/sheet';
import { cleanText } from './type/clean';
import { languageOf, loadHarfBuzz } from './type/faces';
import { wrap } from './type/fit';

const night: Colour = [0.12, 0.12, 0.14];
const soft: Colour = [0.36, 0.36, 0.4];
const line: Colour = [0.82, 0.82, 0.84];
const margins = { across: 52, top: 64, bottom: 74 };

/** Draws the marksheet, unsigned: one standing page, or as many as it takes. The same facts give the same bytes. */
export async function drawMarksheet(given: MarksheetFacts): Promise<Uint8Array> {
  await loadHarfBuzz();
  const facts = cleanFacts(given);
  const { design, trace } = facts;
  const papers = await Papers.begin({
    title: `Marksheet: ${facts.student_name}`,
    subject: `${facts.course_name}, ${facts.certificate_number}, revision ${facts.revision}`,
    author: design.issuer_name,
    identifier: facts.certificate_number,
    address: facts.verification_url,
    language: 'en',
    created: new Date(facts.generated_at),
  });
  const [width, height] = paperSizes[design.paper];
  const pictures = await placePictures(papers, { ...design, signatories: [] });
  const running = `Marksheet ${facts.certificate_number} · ${facts.student_name}`;
  const flow = new Flow(papers, { width, height }, margins, (ink) => {
    const setting = { style: 'regular', sizes: [8.5], width: width - 2 * margins.across } as const;
    write(ink, running, margins.across, height - 44, { ...setting, colour: soft });
  });
  const accent = colourOf(design.accent);
  const colours = { text: night, soft, line, ground: mix(accent, white, 0.1) };

  head(flow, facts, pictures.logo, readable(accent, white));
  for (const { title, columns, rows } of blocks(trace)) {
    const heading = 34;
    const height = heading + tableHeight(flow, columns, rows);
    // A short table stays whole; a long one begins where it stands, unless that is the page's end.
    flow.reserve(height < 220 ? height : 110);
    const y = flow.take(heading);
    const setting = { style: 'semibold', sizes: [12.5], width: flow.width } as const;
    write(flow.ink, title, flow.left, y - 24, {
      ...setting,
      colour: readable(accent, white),
      role: 'H2',
    });
    table(flow, columns, rows, colours);
  }
  paragraph(flow, computed(trace), soft);
  for (const [index, ink] of papers.pages.entries()) {
    foot(ink, facts, flow, `Page ${index + 1} of ${papers.pages.length}`, index > 0);
  }
  return papers.finish();
}

/** Who issued it, what it is, whose it is, and the QR code. */
function head(
  flow: Flow,
  facts: MarksheetFacts,
  picture: PlacedPicture | null,
  accentInk: Colour,
): void {
  const { ink, left, width } = flow;
  const { design } = facts;
  const code = 82;
  const textWidth = width - code - 24;
  let y = flow.y + 8;
  const corner = y + 8;
  if (picture !== null) {
    const box = within(picture, 180, 34);
    logo(ink, picture, left, y - box.height + 8, box, design.issuer_name);
    y -= box.height + 12;
  }
  const setting = { width: textWidth, colour: night } as const;
  y = write(ink, design.issuer_name, left, y - 4, {
    ...setting,
    style: 'semibold',
    sizes: [12],
    from: 'top',
  });
  y = write(ink, 'Marksheet', left, y - 36, {
    ...setting,
    style: 'regular',
    sizes: [27],
    colour: accentInk,
    role: 'H1',
  });
  const alt = 'QR code that leads to the page that verifies this marksheet';
  const [x, below] = [left + width - code, corner - code];
  ink.element('Link', {}, () => {
    ink.element('Figure', { alt }, () =>
      drawQrCode(ink, facts.verification_url, x, below, code, night),
    );
    ink.link(facts.verification_url, alt, [x, below, x + code, corner]);
  });
  y = Math.min(y, below + 2);
  ink.decoration(() => rule(ink, left, left + width, y - 14, 0.8, accentInk));
  y -= 36;

  const pairs: readonly (readonly [string, string])[] = [
    ['Student', facts.student_name],
    ['Course', `${facts.course_name}, version ${facts.course_version}`],
    ['Certificate', `${facts.certificate_name}, ${facts.certificate_number}`],
    ['Certificate issued on', dayOf(facts.issue_date)],
    ['Marksheet', `Revision ${facts.revision} of ${dayOf(facts.generated_at)}`],
  ];
  for (const [label, value] of pairs) {
    const at = y;
    ink.element('Sect', {}, () => {
      write(ink, label, left, at, { style: 'regular', sizes: [9], width: 110, colour: soft });
      y = write(ink, value, left + 116, at, {
        style: label === 'Student' ? 'semibold' : 'regular',
        sizes: [10, 10, 9.5, 8],
        width: width - 116,
        colour: night,
        from: 'top',
      });
    });
    y -= 17;
  }
  flow.take(flow.y - y - 8);
  if (facts.replaces_revision !== null) {
    const why = facts.reason === null ? '' : ` Reason: ${facts.reason}`;
    paragraph(
      flow,
      `This revision replaces revision ${facts.replaces_revision}.${why}`,
      night,
      true,
    );
  }
}

/** Lines of a paragraph over the whole width, on a ground of its own if it must be seen. */
function paragraph(flow: Flow, text: string, colour: Colour, raised = false): void {
  const inset = raised ? 10 : 0;
  const lines = wrap(text, 'regular', 9, flow.width - 2 * inset);
  const height = lines.length * 12.6 + 22;
  flow.reserve(height);
  const top = flow.take(height);
  const { ink, left, width } = flow;
  if (raised) {
    ink.draw(
      fill([0.955, 0.955, 0.96]),
      `${numbers(left, top - height + 4, width, height - 4)} re f`,
    );
  }
  ink.element('P', { lang: languageOf(text) }, () => {
    for (const [index, one] of lines.entries()) {
      ink.text(one, left + inset, top - 20 - index * 12.6, 9, colour);
    }
  });
}

/** Every page says what it belongs to and where to verify it; read aloud it is said once. */
function foot(
  ink: Ink,
  facts: MarksheetFacts,
  { left, width }: Flow,
  page: string,
  again: boolean,
): void {
  const verify = `Verify at ${facts.verify_url.replace(/^https?:\/\//, '')} with ${facts.certificate_number}`;
  const setting = { style: 'regular', sizes: [8.5], colour: soft } as const;
  ink.decoration(() => {
    rule(ink, left, left + width, 58, 0.4, line);
    write(ink, page, left + width, 44, { ...setting, width: 80, align: 'right' });
    if (again) write(ink, verify, left, 44, { ...setting, width: width - 90 });
  });
  if (again) return;
  ink.element('Link', {}, () => {
    write(ink, verify, left, 44, { ...setting, width: width - 90 });
    ink.link(facts.verification_url, 'Verify this marksheet', [left, 38, left + width - 90, 54]);
  });
}

function cleanFacts(facts: MarksheetFacts): MarksheetFacts {
  const { trace } = facts;
  const titled = <Entry extends { readonly title: string }>(entry: Entry): Entry => ({
    ...entry,
    title: cleanText(entry.title),
  });
  return {
    ...facts,
    student_name: cleanText(facts.student_name),
    course_name: cleanText(facts.course_name),
    certificate_name: cleanText(facts.certificate_name),
    reason: facts.reason === null ? null : cleanText(facts.reason),
    design: cleanDesign(facts.design),
    trace: {
      ...trace,
      tests: trace.tests.map(titled),
      labs: trace.labs.map(titled),
      projects: trace.projects.map((project) => ({
        ...titled(project),
        checklist: project.checklist.map(({ text, met }) => ({ text: cleanText(text), met })),
      })),
    },
  };
}
