import { describe, expect, it } from 'vitest';
import { checkDigit } from './certificate-number.ts';
import { numberInPdf } from './pdf-number.ts';

const number = `OS-2026-000042-${checkDigit('2026000042')}`;
const utf16 = Buffer.from(number, 'utf16le').swap16();
const around = (...parts: readonly (string | Buffer)[]) =>
  Buffer.concat(['%PDF-1.7\n', ...parts, '\n%%EOF'].map((part) => Buffer.from(part)));

describe('the number a PDF says it carries', () => {
  it.each([
    ['as letters', around('/Subject (A course, ', number, ')')],
    ['in metadata', around('<dc:identifier>', number, '</dc:identifier>')],
    ['as UTF-16', around('/Subject (', Buffer.from([0xfe, 0xff]), utf16, ')')],
    ['as the hex of letters', around('<', Buffer.from(number).toString('hex'), '>')],
    ['as the hex of UTF-16', around('<FEFF', utf16.toString('hex').toUpperCase(), '>')],
  ])('is found %s', (_how, bytes) => {
    expect(numberInPdf(bytes)).toBe(number);
  });

  it('is found where it has the form from before', () => {
    expect(numberInPdf(around('(OS-2026-7K3QF-9XM04)'))).toBe('OS-2026-7K3QF-9XM04');
  });

  it('is none where a digit does not fit, or where there is none', () => {
    const wrong = number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10));
    expect(numberInPdf(around('(', wrong, ')'))).toBeNull();
    expect(numberInPdf(around())).toBeNull();
  });

  it('is looked for in bytes that mean nothing, in time', () => {
    const noise = Buffer.alloc(2_000_000, '<4f532d');
    expect(numberInPdf(noise)).toBeNull();
  });
});
