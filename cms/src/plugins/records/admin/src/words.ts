import { type PrimitiveType, useIntl } from 'react-intl';
import { en, type Word, wordId } from './texts';

export type { Word };

/** The plugin's texts in the administrator's language, and figures as they are written there. */
export function useWords() {
  const { formatMessage, formatDate, formatNumber, formatList } = useIntl();
  return {
    say: (word: Word, values?: Record<string, PrimitiveType>): string =>
      formatMessage({ id: wordId(word), defaultMessage: en[word] }, values),
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
    number: (value: number): string => formatNumber(value, { maximumFractionDigits: 2 }),
    list: (parts: readonly (string | number)[]): string => formatList(parts.map(String)),
    duration: (seconds: number): string =>
      seconds < 120
        ? formatNumber(seconds, { style: 'unit', unit: 'second' })
        : formatNumber(Math.round(seconds / 60), { style: 'unit', unit: 'minute' }),
    size: (bytes: number): string => {
      const [unit, value] =
        bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
      return formatNumber(value, { style: 'unit', unit, maximumFractionDigits: 1 });
    },
  };
}
