import { generateTexts } from '../generate/texts';
import { jobsTexts } from '../jobs/texts';
import { panelTexts } from '../panel/texts';
import { proposalsTexts } from '../proposals/texts';
import { shareTexts } from '../share/texts';
import { sourcesTexts } from '../sources/texts';
import { usageTexts } from '../usage/texts';
import { common } from './common';

/** Every text of the plugin; each folder keeps its own. */
export const en = {
  ...common,
  ...panelTexts,
  ...proposalsTexts,
  ...generateTexts,
  ...jobsTexts,
  ...shareTexts,
  ...sourcesTexts,
  ...usageTexts,
} as const satisfies Record<string, string>;

export type Word = keyof typeof en;

const prefix = 'ai-author.';

export const wordId = (word: Word): string => `${prefix}${word}`;

/** The texts under the ids by which Strapi's translations know them. */
export const translations: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(en).map(([word, text]) => [`${prefix}${word}`, text]),
);
