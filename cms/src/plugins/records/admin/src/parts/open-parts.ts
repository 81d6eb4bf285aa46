import {
  mayCorrectKeys,
  mayReadAttempts,
  mayReadStudents,
  mayReview,
} from '../../../server/permissions';

/** The parts of the record, each below its own path. */
export type Part = 'students' | 'enrollments' | 'attempts' | 'reviews' | 'keys';

const needs: readonly (readonly [Part, string])[] = [
  ['students', mayReadStudents],
  ['enrollments', mayReadStudents],
  ['attempts', mayReadAttempts],
  ['reviews', mayReview],
  ['keys', mayCorrectKeys],
];

/** The parts a role may open, in the order in which they are offered. */
export const openParts = (may: (action: string) => boolean): Part[] =>
  needs.flatMap(([part, action]) => (may(action) ? [part] : []));
