import { sign } from 'jsonwebtoken';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const secret = 'a-secret-of-this-test';
vi.mock('./environment', () => ({ environment: () => ({ jwtSecret: 'a-secret-of-this-test' }) }));

const { sessionOf } = await import('./sessions');
const { readToken, signToken } = await import('./tokens');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an access token', () => {
  it('names an account and a session', () => {
    const token = signToken('access', { userId: 7, sessionId: 8 });
    expect(sessionOf(token)).toMatchObject({ userId: 7, sessionId: 8 });
    expect(sessionOf(token)).toMatchObject({ userId: 7, sessionId: 8 });
  });

  it('is over after ten minutes, also where it was known before', () => {
    const token = signToken('access', { userId: 7, sessionId: 8 });
    vi.advanceTimersByTime(599_000);
    expect(sessionOf(token)).toBeDefined();
    vi.advanceTimersByTime(2000);
    expect(sessionOf(token)).toBeUndefined();
  });

  const end = Math.floor(Date.now() / 1000) + 600;
  const claims = { userId: 7, sessionId: 8, type: 'access', exp: end };
  it.each([
    ['with another secret', sign(claims, 'another')],
    ['with another algorithm of the same secret', sign(claims, secret, { algorithm: 'HS512' })],
    ['without a signature', sign(claims, null, { algorithm: 'none' })],
    ['without an end', sign({ userId: 7, sessionId: 8, type: 'access' }, secret)],
    ['without a session', sign({ userId: 7, type: 'access', exp: end }, secret)],
    [
      'with a user that is no number',
      sign({ userId: '7', sessionId: 8, type: 'access', exp: end }, secret),
    ],
    ['that is a refresh token', signToken('refresh', { sessionId: 8, generation: 1 })],
    ['that is no token', 'x.y.z'],
  ])('%s is none', (_, token) => {
    expect(sessionOf(token)).toBeUndefined();
  });
});

it('a token of one type is none of another', () => {
  const device = signToken('device', { userId: 7, deviceId: 'd' });
  expect(readToken('device', device)).toMatchObject({ userId: 7, deviceId: 'd' });
  expect(readToken('refresh', device)).toBeUndefined();
});
