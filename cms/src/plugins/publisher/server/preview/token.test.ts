import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../../lib/refusal';
import { makePreviewToken, previewKey, readPreviewToken } from './token';

const key = previewKey('a secret that also serves other ends');
const documentId = 'abcdefghijklmnopqrstuvwx';
const now = new Date('2026-11-21T09:00:00.000Z');
const expiresAt = new Date('2026-11-22T09:00:00.000Z');
const token = makePreviewToken(key, { documentId, expiresAt });

function refusalOf(given: string, at = now, by = key): string {
  try {
    readPreviewToken(by, given, at);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.status} ${error.code}`;
  }
}

describe('a preview token', () => {
  it('says which draft it shows, and until when', () => {
    expect(readPreviewToken(key, token, now)).toEqual({ documentId, expiresAt });
  });

  it('stands in an address without being escaped', () => {
    expect(encodeURIComponent(token)).toBe(token);
    expect(token.length).toBeLessThan(100);
  });

  it('ends to the second', () => {
    expect(refusalOf(token, new Date(expiresAt.getTime() - 1))).toBe('accepted');
    expect(refusalOf(token, expiresAt)).toBe('403 preview.expired');
  });

  it('is refused with any character of it changed', () => {
    for (let at = 0; at < token.length; at += 1) {
      for (const sign of ['a', 'B', '0', '.', '-']) {
        const altered = token.slice(0, at) + sign + token.slice(at + 1);
        if (altered !== token)
          expect([altered, refusalOf(altered)]).toEqual([altered, '403 preview.invalid']);
      }
    }
  });

  it('is refused for another draft and for a later end', () => {
    const parts = token.split('.');
    const put = (place: number, value: string) => parts.with(place, value).join('.');
    const other = makePreviewToken(key, { documentId: documentId.replace('a', 'z'), expiresAt });
    expect(refusalOf(put(1, other.split('.')[1] ?? ''))).toBe('403 preview.invalid');
    expect(refusalOf(put(2, 'zzzzzz'))).toBe('403 preview.invalid');
    expect(refusalOf(put(0, 'p2'))).toBe('403 preview.invalid');
  });

  it('is refused under the key of another secret, or with the secret itself as the key', () => {
    const secret = 'a secret that also serves other ends';
    expect(refusalOf(token, now, previewKey('another secret'))).toBe('403 preview.invalid');
    const byHand = makePreviewToken(Buffer.from(secret), { documentId, expiresAt });
    expect(refusalOf(byHand)).toBe('403 preview.invalid');
  });

  it('is refused whatever else stands in its place', () => {
    for (const given of [
      '',
      '.',
      token.slice(0, -1),
      `${token}A`,
      ` ${token}`,
      `${token}\n`,
      'p1...',
      'x'.repeat(10_000),
    ])
      expect([given.slice(0, 99), refusalOf(given)]).toEqual([
        given.slice(0, 99),
        '403 preview.invalid',
      ]);
  });
});
