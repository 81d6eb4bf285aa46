/** The texts of this folder's pages; every key begins with `sources.`. */
export const sourcesTexts = {} as const satisfies Record<string, string>;
