/** See ../README.md for what is asked here. */
export const bundlesRoutes: never[] = [];
