import { mayExport, mayRead } from '../../server/permissions';

const right = (action: string) => ({ action, subject: null });

/** Constants, because Strapi asks anew whenever it gets another list. */
export const readLog = [right(mayRead)];
export const exportLog = [right(mayExport)];
