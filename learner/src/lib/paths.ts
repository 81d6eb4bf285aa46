/** Every address of the site is spelled here once. */
export const paths = {
  catalogue: '/',
  dashboard: '/dashboard',
  login: '/login',
  logout: '/logout',
  register: '/register',
  checkMail: '/check-mail',
  forgotPassword: '/forgot-password',
  confirm: '/confirm',
  account: '/account',
  accountPassword: '/account/password',
  accountAddress: '/account/address',
  accountSessions: '/account/sessions',
  confirmAddress: '/account/confirm-address',
  undoAddress: '/account/undo-address',
  accountData: '/account/data',
  accountErase: '/account/erase',
  verify: '/verify',
  verifyOffline: '/verify/offline',
  offlineVerifier: '/verify/offline-verifier.html',
  theme: '/theme',
  course: (id: number, name: string) => `/courses/${id}-${slug(name)}`,
  enroll: (id: number) => `/courses/${id}/enroll`,
  learn: (course: number) => `/learn/${course}`,
  lesson: (course: number, id: number) => `/learn/${course}/lessons/${id}`,
  lessonActivity: (course: number, id: number) => `/learn/${course}/lessons/${id}/activity`,
  keepPlace: (course: number) => `/learn/${course}/place`,
  completeLesson: (course: number, id: number) => `/learn/${course}/lessons/${id}/complete`,
  test: (course: number, id: number) => `/learn/${course}/tests/${id}`,
  attempt: (course: number, test: number) => `/learn/${course}/tests/${test}/attempt`,
  answers: (course: number, test: number) => `/learn/${course}/tests/${test}/answers`,
  result: (course: number, test: number, attempt: number) =>
    `/learn/${course}/tests/${test}/attempts/${attempt}`,
  lab: (course: number, id: number) => `/learn/${course}/labs/${id}`,
  project: (course: number, id: number) => `/learn/${course}/projects/${id}`,
  projectFiles: (course: number, id: number) => `/learn/${course}/projects/${id}/files`,
  removeProjectFile: (course: number, id: number, file: number) =>
    `/learn/${course}/projects/${id}/files/${file}/remove`,
  submissionFile: (course: number, id: number, submission: number, file: number) =>
    `/learn/${course}/projects/${id}/submissions/${submission}/files/${file}`,
  changes: (course: number) => `/learn/${course}/changes`,
  certificate: (course: number) => `/learn/${course}/certificate`,
  certificates: '/certificates',
  byNumber: (number: string) => `/certificates/${number}`,
  /** What a PDF is, by the hash of its bytes; `number` is the one it carries, where that is known. */
  byFile: (sha256: string) => `/verify/file/${sha256}`,
  verified: (secret: string) => `/c/${secret}`,
  certificatePdf: (secret: string) => `/c/${secret}.pdf`,
  credential: (secret: string) => `/c/${secret}/credential.json`,
  picture: (secret: string) => `/c/${secret}/picture.png`,
  marksheet: (secret: string) => `/m/${secret}`,
  marksheetPdf: (secret: string) => `/m/${secret}.pdf`,
  preview: (token: string) => `/preview/${token}`,
  previewQuestions: (token: string, test: number) => `/preview/${token}/tests/${test}/questions`,
  youTube: (video: string) => `https://www.youtube.com/watch?v=${video}`,
};

/** Where the steps of one course are: for its students, or in a preview of its draft. */
export interface CourseLinks {
  readonly lesson: (id: number) => string;
  readonly lab: (id: number) => string;
  readonly test: (id: number) => string;
  readonly project: (id: number) => string;
  /** What comes after the last step. */
  readonly end: string;
}

export const learnLinks = (course: number): CourseLinks => ({
  lesson: (id) => paths.lesson(course, id),
  lab: (id) => paths.lab(course, id),
  test: (id) => paths.test(course, id),
  project: (id) => paths.project(course, id),
  end: paths.certificate(course),
});

/** The token stands in the path, so that a preview needs no cookie. */
export const previewLinks = (token: string): CourseLinks => ({
  lesson: (id) => `${paths.preview(token)}/lessons/${id}`,
  lab: (id) => `${paths.preview(token)}/labs/${id}`,
  test: (id) => `${paths.preview(token)}/tests/${id}`,
  project: (id) => `${paths.preview(token)}/projects/${id}`,
  end: `${paths.preview(token)}/certificate`,
});

/** Whether a link leads to the page it stands on; Astro writes that page's path with a slash at its end. */
export const isHere = (pathname: string, path: string): boolean =>
  pathname === path || pathname === `${path}/`;

export const isPreview = (path: string): boolean => path.startsWith('/preview/');

/** Pages that show a person's record to whoever has the link. */
export const isShownRecord = (path: string): boolean =>
  /^\/(?:c|m|verify\/file|certificates)\//.test(path);

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

/** An id of a draft: what was never published has a negative one. Null where there is none. */
export function draftIdOf(segment: string | undefined): number | null {
  const id = idOf(segment?.replace(/^-/, ''));
  return id && segment?.startsWith('-') ? -id : id;
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
