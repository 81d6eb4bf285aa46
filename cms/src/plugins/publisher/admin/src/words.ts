import { type PrimitiveType, useIntl } from 'react-intl';
import { en, type Word, wordId } from './translations/en';

export type { Word };

/** The plugin's texts in the administrator's language, and moments as they are written there. */
export function useWords() {
  const { formatMessage, formatDate } = useIntl();
  return {
    say: (word: Word, values?: Record<string, PrimitiveType>): string =>
      formatMessage({ id: wordId(word), defaultMessage: en[word] }, values),
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
  };
}
