import { describe, expect, it } from 'vitest';
import { linksOf, mailPage, textAsHtml } from './mail-page.ts';

describe('the page of caught mails', () => {
  it('makes web addresses clickable and nothing else', () => {
    expect(textAsHtml('Open http://a.example/x?b=1&c=2. javascript:alert(1)')).toBe(
      'Open <a href="http://a.example/x?b=1&amp;c=2" rel="noreferrer">http://a.example/x?b=1&amp;c=2</a>. javascript:alert(1)',
    );
  });

  it('runs nothing that a mail brings along', () => {
    const html = mailPage([
      {
        id: 1,
        from: '<img src=x onerror=alert(1)>',
        to: ['a@b.example'],
        subject: '<script>alert(1)</script>',
        date: '2026-01-01',
        text: '"><script>alert(1)</script>',
        links: [],
        attachments: [{ name: '<b>.pdf', sha256: '' }],
      },
    ]);
    expect(html).not.toMatch(/<script|<img/);
  });

  it('finds the links of a text', () => {
    expect(linksOf('a http://x.example/a?code=1, b (https://y.example/)')).toEqual([
      'http://x.example/a?code=1',
      'https://y.example/',
    ]);
  });
});
