import { mayPublish, mayRead } from '../../server/permissions';

export const readRight = { action: mayRead, subject: null };

/** A constant, because `useRBAC` asks anew whenever it gets another list. */
export const permissions = [readRight, { action: mayPublish, subject: null }];
