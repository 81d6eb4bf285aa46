import { describe, expect, it } from 'vitest';
import { type Answered, eventOf } from './request-events.ts';

const answered = (changes: Partial<Answered>): Answered => ({
  method: 'GET',
  path: '/api/courses/:id',
  side: 'content-api',
  status: 200,
  code: undefined,
  hasCredentials: false,
  email: undefined,
  adminId: '',
  ...changes,
});
const signIn = { method: 'POST', path: '/admin/login', side: 'admin' } as const;
const admin = { path: '/admin/users/:id', side: 'admin' } as const;

describe('a request is told of', () => {
  const cases: readonly (readonly [string, Partial<Answered>, string | undefined])[] = [
    ['not when it is answered', {}, undefined],
    ['not when nothing of ours was asked for', { path: undefined, status: 401 }, undefined],
    ['when an administrator comes in', { ...signIn, status: 200 }, 'login.succeeded'],
    ['when a password is wrong', { ...signIn, status: 400 }, 'login.failed'],
    ['when there were too many tries', { ...signIn, status: 429 }, 'login.limited'],
    ['when an administrator goes', { ...admin, method: 'POST', path: '/admin/logout' }, 'logout'],
    ['when nobody is signed in', { ...admin, status: 401 }, 'request.refused'],
    ['when a right is missing', { ...admin, status: 403 }, 'request.refused'],
    ['not when an administrator asks for what is not there', { ...admin, status: 404 }, undefined],
    [
      'when a student asks for what is not theirs',
      { status: 404, hasCredentials: true },
      'request.refused',
    ],
    ['not when a visitor follows an old link', { status: 404 }, undefined],
    ['not when a field is wrong', { status: 400, hasCredentials: true }, undefined],
    [
      'not when a student mistypes a password, which is told where it is decided',
      { method: 'POST', path: '/api/account/login', status: 401 },
      undefined,
    ],
  ];
  it.each(cases)('%s', (_, changes, action) => {
    expect(eventOf(answered(changes))?.event.action).toBe(action);
  });
});

it('a sign-in goes out only once it is in the log; a refusal is not waited for', () => {
  expect(eventOf(answered({ ...signIn, adminId: '7' }))).toMatchObject({
    isAwaited: true,
    event: { subjectId: '7' },
  });
  expect(eventOf(answered({ ...admin, status: 403 }))?.isAwaited).toBe(false);
});

it.each([
  ['asha@school.example', 'asha@school.example'],
  ['my-secret-password', '(no address)'],
  [{ $ne: '' }, undefined],
  [`${'a'.repeat(300)}@b`, '(no address)'],
])('of %o tried as an address the log has %o', (email, told) => {
  const event = eventOf(answered({ ...signIn, status: 400, email }))?.event;
  expect(event?.details?.email).toBe(told);
});
