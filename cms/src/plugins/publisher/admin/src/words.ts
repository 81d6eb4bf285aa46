import { type PrimitiveType, useIntl } from 'react-intl';
import { en, type Word, wordId } from './translations/en';

export type { Word };

/** The plugin's texts in the administrator's language, and moments as they are written there. */
export function useWords() {
  const { formatMessage, formatDate, formatNumber } = useIntl();
  return {
    say: (word: Word, values?: Record<string, PrimitiveType>): string =>
      formatMessage({ id: wordId(word), defaultMessage: en[word] }, values),
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
    /** A moment as clocks show it in `timeZone`, whose name stands beside it. */
    whenIn: (moment: string, timeZone: string): string =>
      `${formatDate(moment, { dateStyle: 'medium', timeStyle: 'short', timeZone })} (${timeZone})`,
    size: (bytes: number): string => {
      const [unit, value] =
        bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
      return formatNumber(value, { style: 'unit', unit, maximumFractionDigits: 1 });
    },
    duration: (ms: number): string =>
      formatNumber(ms / 1000, { style: 'unit', unit: 'second', maximumFractionDigits: 2 }),
  };
}
