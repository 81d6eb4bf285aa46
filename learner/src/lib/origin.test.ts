import { describe, expect, it } from 'vitest';
import { addressOf } from './address.ts';
import { isForeign } from './origin.ts';

const PUBLIC = 'https://learn.example.org';
const post = (origin: string | null, url = 'http://learn.example.org/logout', method = 'POST') =>
  new Request(url, { method, headers: origin === null ? {} : { origin } });

describe('requests that change something', () => {
  it('are taken from our own pages, also behind a proxy that ends TLS', () => {
    expect(isForeign(post(PUBLIC), PUBLIC)).toBe(false);
    expect(isForeign(post('http://localhost:4321', 'http://localhost:4321/login'), PUBLIC)).toBe(
      false,
    );
  });

  it.each(['https://evil.example', 'null', null, `${PUBLIC}.evil.example`])(
    'are refused from %s',
    (origin) => {
      expect(isForeign(post(origin), PUBLIC)).toBe(true);
      expect(isForeign(post(origin, undefined, 'DELETE'), PUBLIC)).toBe(true);
    },
  );

  it('leaves reading alone', () => {
    expect(isForeign(post('https://evil.example', undefined, 'GET'), PUBLIC)).toBe(false);
  });
});

describe("the visitor's address", () => {
  const forwarded = (value: string) => new Headers({ 'x-forwarded-for': value });

  it('is the socket, whatever a header claims', () => {
    expect(addressOf(forwarded('10.0.0.1'), '203.0.113.9', false)).toBe('203.0.113.9');
  });

  it('is what a trusted proxy saw, not what the visitor wrote before it', () => {
    expect(addressOf(forwarded('1.1.1.1, 198.51.100.7'), '127.0.0.1', true)).toBe('198.51.100.7');
    expect(addressOf(forwarded('<script>'), '127.0.0.1', true)).toBe('127.0.0.1');
    expect(addressOf(new Headers(), '127.0.0.1', true)).toBe('127.0.0.1');
  });
});
