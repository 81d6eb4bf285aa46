import { mayDesign, mayIssue, mayRead } from '../../server/permissions';

const right = (action: string) => ({ action, subject: null });

/** Constants, because Strapi asks anew whenever it gets another list. */
export const read = [right(mayRead)];
export const issue = [right(mayIssue)];
export const design = [right(mayDesign)];
export const everyRight = [...read, ...issue, ...design];
