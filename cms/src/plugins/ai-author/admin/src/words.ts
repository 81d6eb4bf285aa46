import { type PrimitiveType, useIntl } from 'react-intl';
import type { Cost } from '../../server/wire';
import { en, type Word, wordId } from './translations/en';

export type { Word };

/** The plugin's texts in the administrator's language, and figures as they are written there. */
export function useWords() {
  const { formatMessage, formatDate, formatNumber, formatList } = useIntl();
  const say = (word: Word, values?: Record<string, PrimitiveType>): string =>
    formatMessage({ id: wordId(word), defaultMessage: en[word] }, values);
  const number = (value: number): string => formatNumber(value, { maximumFractionDigits: 1 });
  /** Dollars, of which small amounts keep the digits that tell them from nothing. */
  const money = (microdollars: number): string =>
    formatNumber(microdollars / 1e6, {
      style: 'currency',
      currency: 'USD',
      maximumFractionDigits: microdollars !== 0 && microdollars < 100_000 ? 4 : 2,
    });
  const tokens = (count: number): string => say('cost.tokens', { count });
  return {
    say,
    number,
    money,
    tokens,
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
    list: (parts: readonly string[]): string => formatList(parts),
    percent: (share: number): string =>
      formatNumber(share, { style: 'percent', maximumFractionDigits: 0 }),
    /** Tokens, and money where a price of the model is known. */
    cost: ({ inputTokens, outputTokens, microdollars }: Cost): string => {
      const counted = tokens(inputTokens + outputTokens);
      return microdollars === null ? counted : `${counted}, ${money(microdollars)}`;
    },
  };
}
