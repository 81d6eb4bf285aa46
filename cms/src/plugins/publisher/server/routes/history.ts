/** See ../README.md for what is asked here. */
export const historyRoutes: never[] = [];
