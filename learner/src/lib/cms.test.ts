import { describe, expect, it } from 'vitest';
import { CmsUnreachable, failureOf, fillPath, Refusal } from './cms.ts';
import { failureFor, loginAddress, needsAccount } from './failures.ts';

const reply = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe('what the cms says', () => {
  it('becomes a refusal with its code and field', async () => {
    const body = {
      error: { code: 'course.not-free', message: 'It has a price.', field: 'course_id' },
    };
    expect(await failureOf(reply(409, body))).toMatchObject({
      status: 409,
      code: 'course.not-free',
      field: 'course_id',
    });
  });

  it('is a refusal too when the body is not ours', async () => {
    expect(await failureOf(reply(404, { data: null, error: { status: 404 } }))).toMatchObject({
      code: 'http.404',
    });
    expect(await failureOf(new Response('<html>', { status: 403 }))).toBeInstanceOf(Refusal);
  });

  it('is no answer at all when the fault is on its side', async () => {
    expect(await failureOf(reply(500, { error: { code: 'x', message: 'y' } }))).toBeInstanceOf(
      CmsUnreachable,
    );
  });

  it('is asked for with paths that nothing can break out of', () => {
    expect(
      fillPath('/courses/:course_id/lessons/:lesson_id', { course_id: 1, lesson_id: '../2?x' }),
    ).toBe('/courses/1/lessons/..%2F2%3Fx');
  });
});

describe('what a failure turns into', () => {
  const refusal = (status: number, code = 'x') => new Refusal(status, code, '');

  it.each([
    [new CmsUnreachable(''), { kind: 'page', path: '/503' }],
    [refusal(401), { kind: 'login' }],
    [refusal(403), { kind: 'page', path: '/403' }],
    [refusal(404, 'lesson.not-found'), { kind: 'page', path: '/404' }],
    [refusal(404, 'enrollment.not-found'), { kind: 'redirect', to: '/courses/7' }],
    [refusal(500, 'certificate.file-altered'), { kind: 'page', path: '/damaged-file' }],
    [refusal(429), { kind: 'page', path: '/429' }],
    [new TypeError('ours'), null],
  ])('%s', (error, failure) => {
    expect(failureFor(error, '/learn/7/lessons/1')).toEqual(failure);
  });

  it('asks for an account where there is something personal, and comes back to a page', () => {
    expect(
      [
        '/dashboard',
        '/learn/1',
        '/account/name',
        '/account/undo-address',
        '/learner',
        '/',
        '/courses/1-x',
      ].map(needsAccount),
    ).toEqual([true, true, true, false, false, false, false]);
    expect(loginAddress('POST', '/learn/1/lessons/2/complete')).toBe(
      '/login?next=%2Flearn%2F1%2Flessons%2F2',
    );
  });
});
