/** Every address of the site is spelled here once. */
export const paths = {
  catalogue: '/',
  dashboard: '/dashboard',
  login: '/login',
  logout: '/logout',
  register: '/register',
  checkMail: '/check-mail',
  forgotPassword: '/forgot-password',
  verify: '/verify',
  theme: '/theme',
  course: (id: number, name: string) => `/courses/${id}-${slug(name)}`,
  enroll: (id: number) => `/courses/${id}/enroll`,
  learn: (course: number) => `/learn/${course}`,
  lesson: (course: number, id: number) => `/learn/${course}/lessons/${id}`,
  completeLesson: (course: number, id: number) => `/learn/${course}/lessons/${id}/complete`,
  test: (course: number, id: number) => `/learn/${course}/tests/${id}`,
  attempt: (course: number, test: number) => `/learn/${course}/tests/${test}/attempt`,
  result: (course: number, test: number, attempt: number) =>
    `/learn/${course}/tests/${test}/attempts/${attempt}`,
  lab: (course: number, id: number) => `/learn/${course}/labs/${id}`,
  project: (course: number, id: number) => `/learn/${course}/projects/${id}`,
  certificate: (course: number) => `/learn/${course}/certificate`,
  verification: (number: string) => `/certificates/${number}`,
  pdf: (number: string) => `/certificates/${number}.pdf`,
  youTube: (video: string) => `https://www.youtube.com/watch?v=${video}`,
};

/** A readable tail for an address: letters and digits of any script, joined by hyphens. */
export function slug(text: string): string {
  const joined = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
  return joined || 'course';
}

/** The id at the head of "12-some-name", or null where there is none. */
export function idOf(segment: string | undefined): number | null {
  const digits = /^([1-9]\d{0,9})(?:-|$)/.exec(segment ?? '')?.[1];
  const id = Number(digits);
  return digits && id <= 2_147_483_647 ? id : null;
}

/**
 * Where to go after logging in or switching the theme: only ever a path of this site. Browsers
 * read "//host" and "/\host" as other sites and drop tabs and line ends inside addresses, so
 * anything but a plain path falls back.
 */
export function ownPath(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || wanted.length > 2000) return fallback;
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return fallback;
  const base = 'http://own.invalid';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  // Dots were resolved only now: "/a/..//host" has become "//host".
  const own = url?.origin === base && !url.pathname.startsWith('//');
  return own ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
