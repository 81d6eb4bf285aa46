/** The texts of this folder's pages; every key begins with `usage.`. */
export const usageTexts = {} as const satisfies Record<string, string>;
