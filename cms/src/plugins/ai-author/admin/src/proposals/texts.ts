/** The texts of the proposals' page. */
export const proposalsTexts = {} as const satisfies Record<string, string>;
