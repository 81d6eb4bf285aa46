import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { certificateFacts as facts, png, pngHeader } from '../testing/facts';
import {
  type PdfText,
  type Picture,
  readPdf,
  readPdfText,
  readQrCode,
  scanned,
} from '../testing/read-pdf';
import { drawCertificate } from './draw';
import type { CertificateFacts, Design } from './facts';

const drawn = async (changes: Partial<CertificateFacts> = {}) =>
  readPdf(await drawCertificate({ ...facts, ...changes }));

const drawnText = async (changes: Partial<CertificateFacts> = {}) =>
  readPdfText(await drawCertificate({ ...facts, ...changes }));

describe('a certificate', () => {
  test('is one lying A4 page that says who, what, when, how well and where to verify', async () => {
    const { pages, width, height, lines, links } = await drawnText();
    expect([pages, Math.round(width), Math.round(height)]).toEqual([1, 842, 595]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'OurShiksha',
        'Certificate of Completion',
        'Asha Venkataraman',
        'How Computers Think',
        'with a final score of 93%, grade A',
        'A',
        '20 November 2026',
        '21 November 2026',
        'OS-2026-000042-7',
        'Verify at learn.example/verify',
      ]),
    );
    expect(new Set(links)).toEqual(new Set([facts.verification_url]));
  });

  test('names its title, its school, its language and the day of issue', async () => {
    const { information } = await drawnText();
    expect(information).toMatchObject({
      Title: 'Certificate of Completion: Asha Venkataraman',
      Author: 'OurShiksha',
      Language: 'en',
      CreationDate: expect.stringContaining('20261121100000'),
      ModDate: expect.stringContaining('20261121100000'),
    });
  });

  test('carries a QR code that leads to the verification page', async () => {
    const { picture } = await drawn();
    expect(readQrCode(picture)).toBe(facts.verification_url);
  });

  test('that was printed and scanned askew still leads there', async () => {
    const { picture } = await drawn();
    for (const degrees of [-3, 2, 90])
      expect(readQrCode(await scanned(picture, degrees))).toBe(facts.verification_url);
  });

  test('carries no QR code where the course wants none', async () => {
    const { picture, lines } = await drawn({ qr_verification: false });
    expect(readQrCode(picture)).toBeUndefined();
    expect(lines).toContain('Verify at learn.example/verify');
  });

  test('says nothing of a score where nothing was tested', async () => {
    const { lines } = await drawnText({ final_score: null, grade: 'Pass' });
    expect(lines.join(' ')).not.toMatch(/score|grade|pass/i);
  });

  test('has the same bytes for the same facts, and others for others', async () => {
    const [once, again, other] = await Promise.all([
      drawCertificate(facts),
      drawCertificate(facts),
      drawCertificate({ ...facts, student_name: 'Asha Venkatraman' }),
    ]);
    expect(Buffer.compare(once, again)).toBe(0);
    expect(Buffer.compare(once, other)).not.toBe(0);
  });
});

const design: Design = {
  ...facts.design,
  issuer_name: 'A School of Many Words',
  accent: '#1d4ed8',
  logo: png(40, 20, [200, 0, 0, 255]),
  signatories: [
    {
      name: 'Meera Krishnan',
      title: 'Director of Studies',
      signature: png(60, 20, [0, 0, 90, 128]),
    },
    { name: 'रमेश राव', title: 'Registrar', signature: null },
    { name: 'Jonathan Abernathy', title: 'Head of the School', signature: null },
  ],
};

describe.each(['classic', 'modern', 'plain'])('the template %s', (template_id) => {
  test.each(['a4', 'letter'] as const)('holds all that is printed on %s', async (paper) => {
    const { lines, pages, width, height, texts, links } = await drawnText({
      template_id,
      design: { ...design, paper },
      outcomes: ['Explain how a program runs', 'Measure how long it takes'],
      replaces: 'OS-2026-000007-3',
      type: 'assessment',
    });
    const [across, up] = { a4: [841.89, 595.28], letter: [792, 612] }[paper] as [number, number];
    expect([pages, width, height]).toEqual([1, across, up]);
    const said = lines.join(' ').replace(/\s+/g, ' ');
    for (const words of [
      'A School of Many Words',
      facts.certificate_name,
      facts.student_name,
      'has passed the assessment of the course',
      facts.course_name,
      'with a final score of 93%, grade A',
      'Explain how a program runs · Measure how long it takes',
      'Completed on 20 November 2026',
      'Issued on 21 November 2026',
      'Certificate number OS-2026-000042-7',
      'Course version 3',
      'Meera Krishnan Director of Studies',
      'रमेश राव Registrar',
      'Jonathan Abernathy',
      'Verify at learn.example/verify · replaces OS-2026-000007-3',
    ]) {
      expect(said).toContain(words);
    }
    expect(new Set(links)).toEqual(new Set([facts.verification_url]));
    // Half an inch, which every printer can print on.
    expect(Math.min(...texts.map(({ left }) => left))).toBeGreaterThan(36);
    expect(Math.max(...texts.map(({ right }) => right))).toBeLessThan(across - 36);
    expect(overlapping(texts)).toEqual([]);
  });

  test('tells screen readers what is what, and cameras where to go', async () => {
    const { structure, picture } = await drawn({
      template_id,
      design,
      student_name: 'श्रीकृष्ण द्विवेदी',
    });
    expect(structure.filter((role) => role === 'H1')).toHaveLength(1);
    expect(structure).toEqual(
      expect.arrayContaining([
        'Figure: Logo of A School of Many Words',
        'Figure: Signature of Meera Krishnan',
        'Figure: QR code that leads to the page that verifies this certificate',
        'P: hi',
        'Link',
      ]),
    );
    expect(readQrCode(picture)).toBe(facts.verification_url);
  });
});

test('an unknown template is drawn as the classic one', async () => {
  for (const template_id of ['baroque', 'constructor', '']) {
    const other = await drawCertificate({ ...facts, template_id });
    expect(Buffer.compare(other, await drawCertificate(facts))).toBe(0);
  }
});

test('number and address stand in the file in plain sight, the rest of the description too', async () => {
  const bytes = await drawCertificate({ ...facts, student_name: 'A <b>&amp; "B"' });
  const words = Buffer.from(bytes).toString();
  expect(words).toContain('<dc:identifier>OS-2026-000042-7</dc:identifier>');
  expect(words).toContain(facts.verification_url);
  expect(words).toContain('A &#60;b&#62;&#38;amp; &#34;B&#34;');
});

test('the credential travels inside, byte for byte', async () => {
  const bytes = Buffer.from('{"type":"VerifiableCredential"}');
  const { attachments } = await drawnText({ credential: { fileName: 'credential.json', bytes } });
  expect(attachments.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
    ['credential.json', bytes.toString()],
  ]);
});

test.each([
  ['no picture', Buffer.from('nothing of the kind')],
  ['a picture of another kind', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['half a picture', png(400, 400, [9, 0, 0, 255]).subarray(0, 90)],
  ['a few kilobytes that unpack to gigabytes', pngHeader(60_000, 60_000)],
])('a logo that is %s leaves nothing half drawn', async (_, logo) => {
  await expect(drawCertificate({ ...facts, design: { ...design, logo } })).rejects.toThrow();
});

test('a logo is taken down to what paper can show', async () => {
  const small = await drawCertificate({ ...facts, design });
  const large = await drawCertificate({
    ...facts,
    design: { ...design, logo: png(3000, 1500, [200, 0, 0, 255]) },
  });
  expect(Buffer.from(large).toString('latin1')).toMatch(/\/Width 900\s+\/Height 450/);
  expect(large.length - small.length).toBeLessThan(20_000);
});

test.each([
  ['a JPEG', () => sharp(png(40, 20, [9, 9, 9, 255])).jpeg()],
  [
    'a JPEG in the colours of print',
    () =>
      sharp(png(40, 20, [9, 9, 9, 255]))
        .toColourspace('cmyk')
        .jpeg(),
  ],
  [
    'a grey PNG',
    () =>
      sharp(png(40, 20, [9, 9, 9, 255]))
        .toColourspace('b-w')
        .png(),
  ],
  ['a PNG of few colours', () => sharp(png(40, 20, [9, 9, 9, 255])).png({ palette: true })],
])('a logo that is %s stands on the page', async (_, make) => {
  const { picture } = await drawn({
    design: { ...design, signatories: [], logo: await make().toBuffer() },
  });
  // In the middle of where the classic template has it, two dots a point.
  const [x, y] = [Math.round(picture.width / 2), Math.round(2 * (595.28 - 531))];
  const dot = picture.data.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 3);
  expect(Math.max(...dot)).toBeLessThan(40);
});

describe('a name', () => {
  test.each([
    ['Devanagari', 'श्रीकृष्ण द्विवेदी'],
    ['Devanagari beside Latin', 'क्षितिज (Kshitij) शर्मा'],
    ['Bengali', 'চন্দ্রিমা গঙ্গোপাধ্যায়'],
    ['Tamil', 'தமிழ்செல்வி கோவிந்தராஜன்'],
    ['Telugu', 'శ్రీనివాస్ రావు'],
    ['Kannada', 'ಕ್ಷಮಾ ಕೃಷ್ಣಮೂರ್ತಿ'],
    ['Malayalam', 'ക്രിസ്റ്റഫർ'],
    ['Gujarati', 'ક્ષિતિજ પટેલ'],
    ['Gurmukhi', 'ਪ੍ਰੀਤ ਸਿੰਘ'],
    ['Odia', 'ଶ୍ରୀନିବାସ ମିଶ୍ର'],
    ['Sinhala', 'ශ්‍රී ලංකා'],
    ['Chinese', '王小明 龑'],
    ['Japanese', 'さくら 田中'],
    ['Korean', '김민준 뷁똠방각하'],
    // As a keyboard of a Mac hands them over: letter by letter.
    ['Korean of single letters', '김민준'.normalize('NFD')],
    ['emoji', 'Asha 🌸 Rao 👩🏽‍🎓 2026'],
    ['accents of Europe', 'Zoë Šťastná-Łukasiewicz Øverbø'],
  ])('in %s is copied as it was written', async (_, name) => {
    const { lines } = await drawnText({ student_name: name });
    expect(lines).toContain(name.normalize('NFC'));
  });

  test.each([
    ['Arabic', 'محمد إقبال'],
    ['Hebrew', 'שלום כהן'],
  ])('in %s runs from right to left and keeps all its letters', async (_, name) => {
    const { lines } = await drawnText({ student_name: name });
    const letters = (text: string) => [...text.replace(/\s/g, '')].sort().join('');
    expect(lines.map(letters)).toContain(letters(name));
  });

  const long = {
    'of many words': 'Maximiliana Theodora von Hohenstein '.repeat(9).slice(0, 300).trim(),
    'of one endless word': 'W'.repeat(300),
    'in Devanagari': 'श्रीकृष्ण द्विवेदी '.repeat(17).slice(0, 300).trim(),
  };
  test.each(Object.entries(long))(
    'of 300 letters, %s, is whole and inside the frame',
    async (_, name) => {
      const { lines, texts, picture } = await drawn({
        student_name: name,
        course_name: name,
        certificate_name: name,
      });
      const copied = lines.join('').replace(/\s/g, '');
      expect(copied.split(name.replace(/\s/g, ''))).toHaveLength(4);
      for (const { left, right } of texts) {
        expect(left).toBeGreaterThan(60);
        expect(right).toBeLessThan(842 - 60);
      }
      expect(inkBetweenTextAndFrame(picture)).toBe(0);
    },
  );

  test('can neither turn nor hide what stands beside it', async () => {
    const name = 'Asha\u202E \u2066Rao\u0000\u200F\u00AD\u{E0041}\u0007 \uFEFFVarma\n';
    const { lines, information } = await drawnText({ student_name: name });
    expect(lines).toContain('Asha Rao Varma');
    expect(information).toMatchObject({ Title: 'Certificate of Completion: Asha Rao Varma' });
  });

  test('cannot paint over the page with piled marks', async () => {
    const { lines } = await drawnText({ student_name: `Z${'\u0301\u0323'.repeat(60)}o` });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  });
});

/** Dark points in the strip just inside the frame's left and right sides, where no text belongs. */
function inkBetweenTextAndFrame({ data, width, height }: Picture): number {
  const scale = width / 841.89;
  const strips = [
    [48, 60],
    [841.89 - 60, 841.89 - 48],
  ] as const;
  let dark = 0;
  for (const [from, to] of strips) {
    for (let y = Math.round(60 * scale); y < height - 60 * scale; y += 1) {
      for (let x = Math.round(from * scale); x < to * scale; x += 1) {
        if ((data[(y * width + x) * 4] ?? 255) < 200) dark += 1;
      }
    }
  }
  return dark;
}

/** Pairs of texts that stand on one another. */
function overlapping(texts: PdfText['texts']): string[] {
  const solid = texts.filter(({ text }) => text.trim() !== '');
  return solid.flatMap((one, index) =>
    solid
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.base - other.base) < 5 &&
          one.left < other.right - 1 &&
          other.left < one.right - 1,
      )
      .map((other) => `${one.text} / ${other.text}`),
  );
}
