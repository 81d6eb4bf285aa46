/** See ../README.md for what is asked here. */
export const previewRoutes: never[] = [];
