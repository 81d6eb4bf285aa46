import { type PrimitiveType, useIntl } from 'react-intl';
import { inert } from '../../server/inert';
import type { Actor, LogLine } from '../../server/wire';
import { en, type Word, wordId } from './texts';

/** The plugin's texts, and lines of the log in words. */
export function useWords() {
  const { formatMessage, formatDate, formatNumber } = useIntl();
  const say = (word: Word, values?: Record<string, PrimitiveType>): string =>
    formatMessage({ id: wordId(word), defaultMessage: en[word] }, values);
  return {
    say,
    when: (moment: string): string =>
      formatDate(moment, { dateStyle: 'medium', timeStyle: 'medium' }),
    number: (value: number): string => formatNumber(value),
    /** Who acted. */
    who: (actor: Actor): string => {
      if (actor.kind === 'administrator')
        return actor.name === null ? say('actor.admin-gone', { id: actor.id }) : inert(actor.name);
      if (actor.kind === 'student')
        return actor.name === null
          ? say('actor.student-gone', { id: actor.id })
          : say('actor.student', { name: inert(actor.name) });
      if (actor.kind === 'token') return say('actor.token', { name: inert(actor.name) });
      if (actor.kind === 'visitor') return say('actor.visitor');
      // These two logins are the programs' own.
      return actor.login === 'guru' || actor.login === 'shishya_login'
        ? say('actor.system')
        : say('actor.database', { login: inert(actor.login) });
    },
    /** What was done: “Changed cms.up_users 7”, or the event as it is called. */
    what: ({ action, subject, subjectId }: LogLine): string => {
      const done = actionIn(action);
      const verb = done === undefined ? inert(action) : say(done);
      return [verb, inert(subject), subjectId === null ? '' : inert(subjectId)]
        .filter((part) => part !== '')
        .join(' ');
    },
    action: (action: string): string => {
      const done = actionIn(action);
      return done === undefined ? inert(action) : say(done);
    },
  };
}

const actionIn = (action: string): Word | undefined => {
  const word = `action.${action}`;
  return word in en ? (word as Word) : undefined;
};
