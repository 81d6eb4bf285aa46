/** Where the plugin's pages are. */
export const startPath = '/plugins/ai-author';
export const usagePath = `${startPath}/usage`;

export const courseParts = ['proposals', 'jobs', 'sources', 'written'] as const;
export type CoursePart = (typeof courseParts)[number];

/** A page about one draft course. */
export const coursePath = (courseId: string, part: CoursePart = 'proposals'): string =>
  `${startPath}/courses/${courseId}/${part}`;

/** The proposals of a course, narrowed to a job or to the draft they are about. */
export function proposalsPath(
  courseId: string,
  narrowed: { readonly job?: number; readonly entry?: string; readonly state?: string } = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(narrowed))
    if (value !== undefined) query.set(name, String(value));
  return `${coursePath(courseId)}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

export const jobPath = (courseId: string, jobId: number): string =>
  `${coursePath(courseId, 'jobs')}/${jobId}`;
