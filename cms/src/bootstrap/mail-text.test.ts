import { describe, expect, it } from 'vitest';
import { plainText } from './mail-text';

describe('the text of a mail', () => {
  it('has no tags, keeps its paragraphs and decodes what was escaped', () => {
    expect(plainText('<p>Hello <b>Asha</b>,</p>\n<p>a &amp; b<br/>c &lt;d&gt;</p>')).toBe(
      'Hello Asha,\n\na & b\nc <d>',
    );
  });

  it('keeps a link that stands as text', () => {
    const link = 'http://127.0.0.1:4321/reset?code=abc&x=1';
    expect(plainText(`<p><a href="${link}">${link.replace('&', '&amp;')}</a></p>`)).toBe(link);
  });
});
