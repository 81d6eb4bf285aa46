/** The texts of this folder's pages; every key begins with `share.`. */
export const shareTexts = {} as const satisfies Record<string, string>;
