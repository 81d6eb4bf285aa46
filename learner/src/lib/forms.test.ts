import { register } from '@ourshiksha/contract/account';
import { describe, expect, it } from 'vitest';
import { check, keepTyped, readForm } from './forms.ts';
import { safeType } from './uploads.ts';
import { safeLink, videoOf } from './video.ts';

const sentences = { name: 'Name.', email: 'Mail.', password: 'Password.' };

describe('forms', () => {
  it('name each wrong field once', () => {
    const checked = check(register.body, { name: ' ', email: 'x', password: 'short' }, sentences);
    expect(checked).toEqual({
      ok: false,
      problems: [
        { field: 'name', message: 'Name.' },
        { field: 'email', message: 'Mail.' },
        { field: 'password', message: 'Password.' },
      ],
    });
  });

  it('never give a password back', () => {
    const secrets = { password: 'secret words', current_password: 'others', token: 'x' };
    expect(keepTyped({ email: 'a@b.org', ...secrets })).toEqual({ email: 'a@b.org' });
  });

  it('survive a body that is none', async () => {
    expect(await readForm(new Request('http://x.invalid', { method: 'POST', body: '{' }))).toEqual(
      {},
    );
  });
});

describe('what leads out of the site', () => {
  it('is a video only where it looks like one', () => {
    expect(videoOf('https://youtu.be/abcdefghijk?t=4')).toEqual({
      kind: 'youtube',
      id: 'abcdefghijk',
    });
    expect(videoOf('https://www.youtube.com/watch?v=abcdefghijk')).toEqual({
      kind: 'youtube',
      id: 'abcdefghijk',
    });
    expect(videoOf('/uploads/film.mp4')).toEqual({ kind: 'file', url: '/uploads/film.mp4' });
    expect(videoOf('https://youtube.com.evil.example/watch?v=abcdefghijk')).toMatchObject({
      kind: 'link',
    });
    expect([videoOf('javascript:harm()'), videoOf(''), videoOf(null), videoOf('//x')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('is never a script', () => {
    expect(['https://a.example', 'mailto:a@b.org', '/x'].map(safeLink)).not.toContain(null);
    expect(['javascript:harm()', 'data:text/html,x', '//evil', ''].map(safeLink)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('files of the media library', () => {
  it('are shown when they are pictures or films, and downloads otherwise', () => {
    expect(safeType('image/png')).toEqual({ type: 'image/png', shown: true });
    expect(safeType('text/html; charset=utf-8')).toEqual({
      type: 'application/octet-stream',
      shown: false,
    });
    expect(safeType(null).shown).toBe(false);
  });
});
