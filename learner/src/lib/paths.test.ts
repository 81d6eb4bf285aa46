import { describe, expect, it } from 'vitest';
import { idOf, ownPath, paths, slug } from './paths.ts';

describe('where to go after logging in', () => {
  it.each(['/', '/dashboard', '/learn/1/lessons/2?done=1', '/courses/2-%E0%A4%B8#part'])(
    'follows %s',
    (path) => {
      expect(ownPath(path, '/fallback')).toBe(path);
    },
  );

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/..//evil.example\\@x',
    'javascript:alert(1)',
    'dashboard',
    '',
    `/${'a'.repeat(3000)}`,
    null,
    undefined,
    42,
  ])('refuses %j', (wanted) => {
    expect(ownPath(wanted, '/fallback')).toBe('/fallback');
  });

  it('never leaves the site through dots', () => {
    expect(ownPath('/a/..//evil.example', '/fallback').startsWith('//')).toBe(false);
  });
});

describe('addresses of courses', () => {
  it('keeps the letters of every script', () => {
    expect(slug('  The Web: from the Ground up!  ')).toBe('the-web-from-the-ground-up');
    expect(slug('संस्कृत: पहला परिचय')).toBe('संस्कृत-पहला-परिचय');
    expect(slug('???')).toBe('course');
    expect(slug('x'.repeat(500))).toHaveLength(80);
  });

  it('are found by their number alone', () => {
    expect(idOf(paths.course(12, 'Some name').split('/').at(-1))).toBe(12);
    expect([
      idOf('12'),
      idOf('0'),
      idOf('-1'),
      idOf('12abc'),
      idOf('9999999999'),
      idOf(undefined),
    ]).toEqual([12, null, null, null, null, null]);
  });
});
