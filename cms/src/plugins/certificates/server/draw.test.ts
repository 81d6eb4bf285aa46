import { describe, expect, test } from 'vitest';
import { certificateFacts as facts } from '../testing/facts';
import { type Picture, readPdf, readQrCode } from '../testing/read-pdf';
import { drawCertificate } from './draw';
import type { CertificateFacts } from './facts';

const drawn = async (changes: Partial<CertificateFacts> = {}) =>
  readPdf(await drawCertificate({ ...facts, ...changes }));

describe('a certificate', () => {
  test('is one lying A4 page that says who, what, when, how well and where to verify', async () => {
    const { pages, width, height, lines, links } = await drawn();
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
    const { information } = await drawn();
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

  test('carries no QR code where the course wants none', async () => {
    const { picture, lines } = await drawn({ qr_verification: false });
    expect(readQrCode(picture)).toBeUndefined();
    expect(lines).toContain('Verify at learn.example/verify');
  });

  test('says nothing of a score where nothing was tested', async () => {
    const { lines } = await drawn({ final_score: null, grade: 'Pass' });
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
    ['accents of Europe', 'Zoë Šťastná-Łukasiewicz Øverbø'],
  ])('in %s is copied as it was written', async (_, name) => {
    const { lines } = await drawn({ student_name: name });
    expect(lines).toContain(name.normalize('NFC'));
  });

  test.each([
    ['Arabic', 'محمد إقبال'],
    ['Hebrew', 'שלום כהן'],
  ])('in %s runs from right to left and keeps all its letters', async (_, name) => {
    const { lines } = await drawn({ student_name: name });
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
    const { lines, information } = await drawn({ student_name: name });
    expect(lines).toContain('Asha Rao Varma');
    expect(information).toMatchObject({ Title: 'Certificate of Completion: Asha Rao Varma' });
  });

  test('cannot paint over the page with piled marks', async () => {
    const { lines } = await drawn({ student_name: `Z${'\u0301\u0323'.repeat(60)}o` });
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
