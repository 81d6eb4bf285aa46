import { mayMakeAdministrators, mayRequest, mayVote } from '../../server/permissions';

const right = (action: string) => ({ action, subject: null });

/** Whoever may ask for one of the things that need approval, or vote, sees the menu's entry. */
export const everyRight = [
  right(mayVote),
  right(mayRequest),
  right(mayMakeAdministrators),
  right('plugin::records.keys.correct'),
  right('plugin::publisher.publish'),
];
