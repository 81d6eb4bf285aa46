import { describe, expect, it } from 'vitest';
import { csvField, csvLine } from './csv';
import { inert } from './inert';

describe('a text that nobody vouches for', () => {
  it.each([
    ['a line end', 'a\r\nb', 'a\\u000d\\u000ab'],
    ['a colour of a terminal', '\u001b[31mred', '\\u001b[31mred'],
    ['a turned direction', 'a\u202etxt.exe', 'a\\u202etxt.exe'],
    ['a letter without width', 'pay\u200bpal', 'pay\\u200bpal'],
    ['half a pair', '\ud800x', '\\ud800x'],
    ['a mark of the byte order', '\ufeffx', '\\ufeffx'],
  ])('cannot act by %s', (_, text, shown) => expect(inert(text)).toBe(shown));

  it('stays as it is where it is only text', () => {
    const text = 'आशा, क्‍ष, “Ravi” & <b>Co</b> 👩‍🏫';
    expect(inert(text)).toBe(text);
  });
});

describe('a field of the export', () => {
  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)'])('%s is a text and no formula', (text) => {
    expect(csvField(text)).toBe(`"'${text}"`);
  });

  it('keeps what the form needs: quotes, commas, nothing, numbers', () => {
    expect(csvLine([7, null, 'a,b', 'say "a"', 'plain'])).toBe('7,,"a,b","say ""a""",plain\r\n');
  });

  it('never ends a line', () => expect(csvField('a\nb')).toBe('a\\u000ab'));
});
