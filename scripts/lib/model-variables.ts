/** The variables of a language model, which the cms reads and checks: cms/src/lib/environment.ts. */
export const modelVariableNames = [
  'AI_PROVIDER',
  'AI_BASE_URL',
  'AI_API_KEY',
  'AI_MODEL',
  'AI_VISION',
  'AI_INPUT_PRICE',
  'AI_OUTPUT_PRICE',
  'AI_PARALLEL',
  'AI_CONTEXT_TOKENS',
] as const;

/** Those that are set: nothing else of the surroundings reaches the cms. */
export function modelVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    modelVariableNames.flatMap((name) => {
      const value = environment[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}
