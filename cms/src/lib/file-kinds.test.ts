import { describe, expect, it } from 'vitest';
import { allowedTypes, cleanName, kindOf, servedAs } from './file-kinds';

describe('a file’s name', () => {
  it.each([
    ['birds.pdf', 'birds.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['C:\\fakepath\\birds.pdf', 'birds.pdf'],
    ['/etc/cron.d/x.txt', 'x.txt'],
    ['..', null],
    ['', null],
    ['a/', null],
    ['\u0000birds\u0000.pdf\r\nX-Evil: 1', 'birds.pdfX-Evil_ 1'],
    ['birds\u202Efdp.exe', 'birdsfdp.exe'],
    ['cafe\u0301.txt', 'café.txt'],
    ['  .htaccess ', 'htaccess'],
    ['<b>"x"|?*.txt', '_b__x____.txt'],
    ['पक्षियों की सूची.pdf', 'पक्षियों की सूची.pdf'],
    ['ക്രി\u200Dസ്.txt', 'ക്രി\u200Dസ്.txt'],
    ['\uD800x.txt', 'x.txt'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanName(given)).toBe(expected);
  });

  it('keeps its ending when it is too long', () => {
    const name = cleanName(`${'🐦'.repeat(300)}.ipynb`) ?? '';
    expect([...name]).toHaveLength(200);
    expect(name.endsWith('🐦.ipynb')).toBe(true);
    expect(cleanName(`x.${'y'.repeat(300)}`)).toBeNull();
  });
});

describe('a file’s kind', () => {
  const begins = (name: string, bytes: string) =>
    kindOf(name)?.begins(Buffer.from(bytes, 'latin1'));

  it('is known by the ending, in whatever case', () => {
    expect(kindOf('Birds.PDF')?.mime).toBe('application/pdf');
    for (const type of allowedTypes) expect(kindOf(`x.${type}`)).toBeDefined();
  });

  it.each([
    'x.exe',
    'x.svg',
    'x.php',
    'x',
    'pdf',
    '.pdf',
    'x.pdf.exe',
    'x.constructor',
    'x.__proto__',
  ])('of %s is none that is taken', (name) => {
    expect(kindOf(name)).toBeUndefined();
  });

  it.each([
    ['a.pdf', '%PDF-1.7'],
    ['a.png', '\x89PNG\r\n\x1a\n'],
    ['a.jpg', '\xff\xd8\xff\xe0'],
    ['a.gif', 'GIF89a'],
    ['a.webp', 'RIFF\x00\x00\x00\x00WEBPVP8 '],
    ['a.zip', 'PK\x03\x04'],
    ['a.docx', 'PK\x03\x04'],
    ['a.txt', 'Three birds'],
    ['a.txt', '\xff\xfeT\x00'],
    ['a.py', 'print(3)'],
  ])('%s is held against its first bytes', (name, sound) => {
    expect(begins(name, sound)).toBe(true);
    expect(begins(name, 'MZ\x90\x00\x03')).toBe(false);
  });
});

it('only pictures and PDFs are told to a browser as what they are', () => {
  expect(servedAs('image/png')).toBe('image/png');
  expect(servedAs('application/pdf')).toBe('application/pdf');
  for (const mime of ['text/html', 'image/svg+xml', 'text/javascript', 'application/json'])
    expect(servedAs(mime)).toBe('application/octet-stream');
});
