/** The texts of this folder's pages; every key begins with `generate.`. */
export const generateTexts = {} as const satisfies Record<string, string>;
