/** See ../README.md for what is asked here. */
export const differencesRoutes: never[] = [];
