import type { APIRoute } from 'astro';
import { environment } from '../lib/environment.ts';
import { readForm } from '../lib/forms.ts';
import { ownPath } from '../lib/paths.ts';

const YEAR = 365 * 24 * 60 * 60;

export const POST: APIRoute = async ({ cookies, redirect, request }) => {
  const { next, theme } = await readForm(request);
  if (theme === 'dark' || theme === 'light') {
    const { secure } = environment();
    cookies.set('theme', theme, {
      path: '/',
      maxAge: YEAR,
      sameSite: 'lax',
      httpOnly: true,
      secure,
    });
  }
  return redirect(ownPath(next, '/'), 303);
};
