/** The texts of this folder's pages; every key begins with `jobs.`. */
export const jobsTexts = {} as const satisfies Record<string, string>;
