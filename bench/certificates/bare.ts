import { createRequire } from 'node:module';

/**
 * What a script of one afternoon would do: the words and the QR code of the classic template by
 * pdf-lib and qrcode, in a font that every reader has. Without the plaited frame, the rosettes, names
 * in other scripts than Latin, tags, signature and credential, all to its advantage.
 *
 * Run by `fork(file, [pages])`: draws 50 pages to warm up, then as many as asked, and sends how many
 * it drew in a second.
 */
const cms = createRequire(new URL('../../cms/', import.meta.url));
const { PDFDocument, StandardFonts, rgb } = cms(
  '@cantoo/pdf-lib',
) as typeof import('../../cms/node_modules/@cantoo/pdf-lib');
const { toBuffer } = cms('qrcode') as {
  toBuffer(text: string, options: { errorCorrectionLevel: 'M' }): Promise<Uint8Array>;
};

async function draw(serial: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const [width, height] = [841.89, 595.28];
  const page = document.addPage([width, height]);
  const roman = await document.embedFont(StandardFonts.TimesRoman);
  const bold = await document.embedFont(StandardFonts.TimesRomanBold);
  const italic = await document.embedFont(StandardFonts.TimesRomanItalic);
  const saffron = rgb(0.76, 0.42, 0.05);
  page.drawRectangle({ x: 0, y: 0, width, height, color: rgb(0.996, 0.984, 0.955) });
  for (const inset of [25, 43]) {
    page.drawRectangle({
      x: inset,
      y: inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      borderWidth: 0.9,
      borderColor: saffron,
    });
  }
  page.drawCircle({ x: width / 2, y: 150, size: 42, borderWidth: 0.9, borderColor: saffron });
  const number = `OS-2026-${String(serial).padStart(6, '0')}-7`;
  const lines = [
    ['OurShiksha', 511, 20, bold],
    ['Certificate of Completion', 449, 25, roman],
    ['This certifies that', 413, 13, italic],
    [`Asha Venkataraman ${serial}`, 363, 44, roman],
    ['has completed the course', 310, 13, italic],
    ['How Computers Think', 273, 23, bold],
    ['with a final score of 93%, grade A', 241, 13, italic],
    ['A', 141, 24, bold],
    ['Completed on 20 November 2026 · Issued on 21 November 2026', 96, 11, roman],
    [`Certificate number ${number} · Course version 3`, 82, 11, roman],
    ['Verify at learn.example/verify', 60, 9, roman],
  ] as const;
  for (const [text, y, size, font] of lines) {
    page.drawText(text, { x: (width - font.widthOfTextAtSize(text, size)) / 2, y, size, font });
  }
  const address = `https://learn.example/c/3k9x0qv7t2mnd5hs8w${String(serial).padStart(8, '0')}`;
  const code = await document.embedPng(await toBuffer(address, { errorCorrectionLevel: 'M' }));
  page.drawImage(code, { x: width - 152, y: 113, width: 74, height: 74 });
  document.setTitle(`Certificate of Completion ${number}`);
  return document.save();
}

const pages = Number(process.argv[2]);
for (let serial = 0; serial < 50; serial += 1) await draw(serial);
const start = performance.now();
for (let serial = 0; serial < pages; serial += 1) await draw(serial);
process.send?.(pages / ((performance.now() - start) / 1000));
process.disconnect?.();
