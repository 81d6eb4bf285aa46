import { describe, expect, it } from 'vitest';
import { cookieNames, expiryOf, isFresh } from './session.ts';

const token = (body: unknown) => `e30.${Buffer.from(JSON.stringify(body)).toString('base64url')}.s`;

describe('the session', () => {
  it('is bound to the host when browsers come by https', () => {
    expect(cookieNames(true)).toEqual({
      access: '__Host-os_access',
      refresh: '__Host-os_refresh',
      device: '__Host-os_device',
    });
    expect(Object.values(cookieNames(false))).toEqual(['os_access', 'os_refresh', 'os_device']);
  });

  it('renews a token before it is spent', () => {
    const now = 1_800_000_000_000;
    expect(isFresh(token({ exp: now / 1000 + 60 }), now)).toBe(true);
    expect(isFresh(token({ exp: now / 1000 + 10 }), now)).toBe(false);
  });

  it.each(['', 'x', 'a.b.c', token(null), token({ exp: 'soon' }), token([]), token({ exp: null })])(
    'takes %j for spent',
    (broken) => {
      expect(expiryOf(broken)).toBe(0);
      expect(isFresh(broken, 0)).toBe(false);
    },
  );
});
