/** What the runner can run. */
export const runtimes = ['javascript', 'typescript', 'python', 'sql', 'html', 'css'] as const;
export type Runtime = (typeof runtimes)[number];

/** What editors call it, in lower case; `live.lab_runtime` of the database knows the same names. */
export const runtimeNames: Readonly<Record<string, Runtime>> = {
  javascript: 'javascript',
  js: 'javascript',
  typescript: 'typescript',
  ts: 'typescript',
  python: 'python',
  python3: 'python',
  py: 'python',
  sql: 'sql',
  postgresql: 'sql',
  html: 'html',
  css: 'css',
};

/** The runtime of a language as an editor wrote it; null where the school cannot run it. */
export function runtimeOf(language: string): Runtime | null {
  const name = language.trim().toLowerCase();
  return Object.hasOwn(runtimeNames, name) ? (runtimeNames[name] ?? null) : null;
}
