import { describe, expect, it } from 'vitest';
import { parseSender, plainText } from './mail-text';

describe('the text of a mail', () => {
  it('has no tags, keeps its paragraphs and decodes what was escaped', () => {
    expect(plainText('<p>Hello <b>Asha</b>,</p>\n<p>a &amp; b<br/>c &lt;d&gt;</p>')).toBe(
      'Hello Asha,\n\na & b\nc <d>',
    );
  });

  it('keeps a link that stands as text', () => {
    const link = 'http://127.0.0.1:4321/confirm?confirmation=abc&x=1';
    expect(plainText(`<p><a href="${link}">${link.replace('&', '&amp;')}</a></p>`)).toBe(link);
  });
});

describe('the sender of mails', () => {
  it('is split into a name and an address', () => {
    expect(parseSender('OurShiksha <hello@ourshiksha.example>')).toEqual({
      name: 'OurShiksha',
      email: 'hello@ourshiksha.example',
    });
    expect(parseSender('"A, B" <a@b.example>')).toEqual({ name: 'A, B', email: 'a@b.example' });
  });

  it('may be a bare address', () => {
    expect(parseSender(' a@b.example ')).toEqual({ name: 'a@b.example', email: 'a@b.example' });
  });
});
