import { type PrimitiveType, useIntl } from 'react-intl';
import { en, type Word, wordId } from './texts';

/** The plugin's texts in the administrator's language. */
export function useWords() {
  const { formatMessage, formatDate, formatList, formatNumber } = useIntl();
  const say = (word: Word, values?: Record<string, PrimitiveType>): string =>
    formatMessage({ id: wordId(word), defaultMessage: en[word] }, values);
  return {
    say,
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
    percent: (value: number): string => formatNumber(value / 100, { style: 'percent' }),
    list: (parts: readonly string[]): string => formatList(parts),
    /** An action of a room whose words are not here is called by its name. */
    nameOf: (action: string): string => {
      const word = `action.${action}`;
      return word in en ? say(word as Word) : action;
    },
  };
}
