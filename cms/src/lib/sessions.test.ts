import type { Core } from '@strapi/strapi';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sessionOf } from './sessions';

const minute = 60;
const now = () => Math.floor(Date.now() / 1000);

/** An app whose session manager knows these tokens, and how often it was asked. */
function appWith(tokens: Readonly<Record<string, { userId?: string; exp?: number }>>) {
  const asked: string[] = [];
  const validateAccessToken = (token: string) => {
    asked.push(token);
    const payload = tokens[token] ?? null;
    return { isValid: payload !== null, payload };
  };
  const app = { sessionManager: () => ({ validateAccessToken }) } as unknown as Core.Strapi;
  return { app, asked };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('checks the signature of a token once', () => {
  const { app, asked } = appWith({ good: { userId: '7', exp: now() + minute } });
  expect([sessionOf(app, 'good'), sessionOf(app, 'good')]).toEqual([7, 7]);
  expect(asked).toEqual(['good']);
});

it('knows a token no longer when its time is over', () => {
  const { app } = appWith({ good: { userId: '7', exp: now() + minute } });
  expect(sessionOf(app, 'good')).toBe(7);
  vi.advanceTimersByTime(minute * 1000);
  expect(sessionOf(app, 'good')).toBeUndefined();
});

it('refuses what the manager refuses, and asks again each time', () => {
  const { app, asked } = appWith({});
  expect([sessionOf(app, 'forged'), sessionOf(app, 'forged')]).toEqual([undefined, undefined]);
  expect(asked).toHaveLength(2);
});

it('refuses a token without a user or without an end', () => {
  const { app } = appWith({ nobody: { exp: now() + minute }, endless: { userId: '7' } });
  expect([sessionOf(app, 'nobody'), sessionOf(app, 'endless')]).toEqual([undefined, undefined]);
});

it('forgets the oldest token when there are very many', () => {
  const tokens = Object.fromEntries(
    Array.from({ length: 10_001 }, (_, n) => [`t${n}`, { userId: '7', exp: now() + minute }]),
  );
  const { app, asked } = appWith(tokens);
  for (const token of Object.keys(tokens)) sessionOf(app, token);
  sessionOf(app, 't10000');
  expect(asked).toHaveLength(10_001);
  sessionOf(app, 't0');
  expect(asked).toHaveLength(10_002);
});
