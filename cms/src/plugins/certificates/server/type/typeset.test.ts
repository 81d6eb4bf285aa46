import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from '../../../../../../scripts/testing/browser';
import { checkFaces, type FaceName, languageOf, loadHarfBuzz, openFace } from './faces';
import { type Line, typeset } from './typeset';

beforeAll(loadHarfBuzz);

const packaged = createRequire(import.meta.url);

test.each([
  ['its file', () => '/nowhere/NotoSansTamil_400Regular.ttf'],
  ['its package', (file: string) => packaged.resolve(`@none/${file}`)],
])('a face that lacks %s is missed at the start, by name', (_, without) => {
  expect(() => checkFaces()).not.toThrow();
  const resolve = (file: string) =>
    file.includes('tamil') ? without(file) : packaged.resolve(file);
  expect(() => checkFaces(resolve)).toThrow(
    'The font file @expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf is missing',
  );
});

test.each([
  ['Asha Rao', undefined],
  ['आशा Rao', 'hi'],
  ['Asha (தமிழ்)', 'ta'],
  ['محمد', 'ar'],
  ['王小明', 'zh'],
  ['田中さくら', 'ja'],
  ['김민준', 'ko'],
  ['金민준', 'ko'],
  ['2026 · 🌸', undefined],
])('“%s” is read aloud as %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

describe('a line', () => {
  test('changes the face with the script and keeps it across spaces and digits', () => {
    const { runs } = typeset('आशा Rao, class of 2026, वेब 2', 'regular');
    expect(runs.map(({ face, letters }) => [face.name, letters.join('')])).toEqual([
      ['Devanagari', 'आशा '],
      ['regular', 'Rao, class of 2026, '],
      ['Devanagari', 'वेब 2'],
    ]);
  });

  test('has a glyph for every letter of these scripts and for emoji, and digits of the text’s face', () => {
    const { runs } = typeset('Ω Ж आ বা த 王さ 김뷁 م ש 🌸👩🏽‍🎓 2026', 'regular');
    expect(runs.flatMap(({ glyphs }) => glyphs.filter(({ id }) => id === 0))).toEqual([]);
    expect(runs.at(-1)).toMatchObject({ face: { name: 'regular' } });
    expect(runs.at(-1)?.letters.join('')).toContain('2026');
  });

  test('orders leftward words around rightward ones', () => {
    const { runs } = typeset('محمد Iqbal שלום', 'regular');
    const words = runs.map(({ letters }) => letters.join('').trim()).filter((word) => word !== '');
    const mirrored = (word: string) => [...word].reverse().join('');
    expect(words).toEqual([mirrored('שלום'), 'Iqbal', mirrored('محمد')]);
  });

  test('is as wide as its runs together', () => {
    const { runs, width } = typeset('आशा Rao · தமிழ்', 'italic');
    expect(width).toBeCloseTo(runs.reduce((sum, run) => sum + run.width, 0));
  });
});

const samples: readonly [FaceName, string, string][] = [
  [
    'Devanagari',
    'noto-serif-devanagari/400Regular/NotoSerifDevanagari_400Regular.ttf',
    'श्रीकृष्ण द्विवेदी कुर्ऱ्याति',
  ],
  ['Bengali', 'noto-serif-bengali/400Regular/NotoSerifBengali_400Regular.ttf', 'চন্দ্রিমা গঙ্গোপাধ্যায়'],
  ['Tamil', 'noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf', 'தமிழ்செல்வி கோவிந்தராஜன்'],
  ['Malayalam', 'noto-sans-malayalam/400Regular/NotoSansMalayalam_400Regular.ttf', 'ക്രിസ്റ്റഫർ'],
  ['Arabic', 'noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf', 'محمد إقبال'],
  ['Han', 'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf', '王小明 龑さくら'],
  // Without a space: this face has a wider one for Hangul, and a canvas sets words one by one.
  ['Hangul', 'noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf', '김민준뷁똠방각하'],
  ['Emoji', 'noto-emoji/400Regular/NotoEmoji_400Regular.ttf', '🌸👩🏽‍🎓🇮🇳'],
  ['regular', 'noto-serif/400Regular/NotoSerif_400Regular.ttf', 'Affine Zoë Šťastná'],
];

describe.skipIf(!hasBrowser)('beside a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test.each(samples)('%s is drawn the same', async (name, file, text) => {
    const line = typeset(text, 'regular');
    expect(line.runs.every(({ face }) => face.name === name)).toBe(true);
    const { unitsPerEm } = openFace(name);
    const page = await browser.newPage();
    // A font of fifteen megabytes takes long as a part of the page.
    await page.route('https://fonts.example/**', (route) =>
      route.fulfill({
        path: packaged.resolve(`@expo-google-fonts/${file}`),
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    const { onlyText, onlyOutlines, both } = await page.evaluate(compare, {
      text,
      size: 300,
      width: line.width,
      unitsPerEm,
      outlines: outlinesOf(line),
    });
    await page.close();
    // At this size the browser hints nothing. Smoothing differs at the edges by a few points in a
    // thousand; a mark in another place would differ in many more.
    expect((onlyText + onlyOutlines) / both).toBeLessThan(0.006);
  });
});

const outlinesOf = (line: Line) =>
  line.runs.flatMap((run) =>
    run.glyphs.map(({ id, x, y }) => ({ path: run.face.font.glyphToPath(id), x: run.x + x, y })),
  );

interface Comparison {
  readonly text: string;
  readonly size: number;
  readonly width: number;
  readonly unitsPerEm: number;
  readonly outlines: readonly { readonly path: string; readonly x: number; readonly y: number }[];
}

/** Runs in the browser: counts points inked by its own text, by our outlines, and by both. */
async function compare({ text, size, width, unitsPerEm, outlines }: Comparison) {
  const face = new FontFace('ours', 'url(https://fonts.example/face.ttf)');
  document.fonts.add(await face.load());
  const sheet = () => {
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * size) + 2 * size;
    canvas.height = 4 * size;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no canvas.');
    context.translate(size, 2.5 * size);
    return context;
  };
  const alphas = (context: CanvasRenderingContext2D) =>
    context.getImageData(0, 0, context.canvas.width, context.canvas.height).data;
  const written = sheet();
  written.font = `${size}px ours`;
  written.fillText(text, 0, 0);
  const drawn = sheet();
  for (const { path, x, y } of outlines) {
    const scale = size / unitsPerEm;
    const placed = new Path2D();
    placed.addPath(new Path2D(path), new DOMMatrix([scale, 0, 0, -scale, x * size, -y * size]));
    drawn.fill(placed);
  }
  const [theirs, ours] = [alphas(written), alphas(drawn)];
  const counts = { onlyText: 0, onlyOutlines: 0, both: 0 };
  for (let alpha = 3; alpha < theirs.length; alpha += 4) {
    const [text, outline] = [(theirs[alpha] ?? 0) > 127, (ours[alpha] ?? 0) > 127];
    if (text && outline) counts.both += 1;
    else if (text) counts.onlyText += 1;
    else if (outline) counts.onlyOutlines += 1;
  }
  return counts;
}
