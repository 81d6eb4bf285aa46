/** Scripts of which a tokenizer makes about one token of each sign: Indic, Thai, Chinese, Korean … */
const dense = /[\u0900-\u11FF\u1780-\u17FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF]/gu;

/**
 * How many tokens a text is, roughly and rather too many than too few: three characters a token, one
 * in scripts of which models have few whole words. What a text really costs only its endpoint knows.
 */
export function roughTokens(text: string): number {
  const denseSigns = text.match(dense)?.length ?? 0;
  return denseSigns + Math.ceil((text.length - denseSigns) / 3);
}

/** A picture costs about this many tokens with the endpoints we know; the most of them. */
export const pictureTokens = 1600;
