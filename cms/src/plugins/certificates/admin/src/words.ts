import { type PrimitiveType, useIntl } from 'react-intl';
import {
  type Word as ApprovalWord,
  en as approvals,
  wordId as approvalWordId,
} from '../../../approvals/admin/src/texts';
import { en, type Word, wordId } from './texts';

export type { Word };

/** The plugin's texts in the administrator's language, and figures as they are written there. */
export function useWords() {
  const { formatMessage, formatDate, formatNumber, formatList } = useIntl();
  const approvalWord = (word: string): string | undefined =>
    word in approvals
      ? formatMessage({
          id: approvalWordId(word as ApprovalWord),
          defaultMessage: approvals[word as ApprovalWord],
        })
      : undefined;
  return {
    say: (word: Word, values?: Record<string, PrimitiveType>): string =>
      formatMessage({ id: wordId(word), defaultMessage: en[word] }, values),
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' }),
    /** A day as it is printed, which is one in UTC. */
    day: (date: string): string => formatDate(date, { dateStyle: 'medium', timeZone: 'UTC' }),
    number: (value: number): string => formatNumber(value, { maximumFractionDigits: 2 }),
    percent: (value: number): string =>
      formatNumber(value / 100, { style: 'percent', maximumFractionDigits: 2 }),
    size: (bytes: number): string =>
      formatNumber(bytes / 1000, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }),
    list: (parts: readonly string[]): string => formatList(parts),
    /** A request's action and state, in the words of the approvals. */
    actionOf: (action: string): string => approvalWord(`action.${action}`) ?? action,
    requestState: (state: string): string => approvalWord(`state.${state}`) ?? state,
  };
}
