/** The SDK is an ES module, and what Strapi runs is CommonJS. */
export const loadSdk = () => import('ai');

type StreamText = Parameters<Awaited<ReturnType<typeof loadSdk>>['streamText']>[0];

export type ModelMessage = NonNullable<StreamText['messages']>[number];
export type LanguageModel = Exclude<StreamText['model'], string>;
