import {
  mayCorrectKeys,
  mayReadAttempts,
  mayReadStudents,
  mayReview,
  maySuspend,
} from '../../server/permissions';

const right = (action: string) => ({ action, subject: null });

export const readStudents = [right(mayReadStudents)];
export const readAttempts = [right(mayReadAttempts)];
export const correctKeys = [right(mayCorrectKeys)];
export const reviewSubmissions = [right(mayReview)];

/** A constant, because `useRBAC` asks anew whenever it gets another list. */
export const everyRight = [
  ...readStudents,
  right(maySuspend),
  ...readAttempts,
  ...correctKeys,
  ...reviewSubmissions,
];
