import { useAuth } from '@strapi/strapi/admin';

const right = (action: string) => ({ action: `plugin::ai-author.${action}`, subject: null });

/** Constants, because Strapi asks anew whenever it gets another list. */
export const writeRight = right('use');
export const usageRight = right('usage');
export const settingsRight = right('settings');
export const writeNeeded = [writeRight];
/** One of them is enough: whoever may have something written sees at least the own usage. */
export const usageNeeded = [usageRight, writeRight];

/** Whether whoever is signed in has a right. */
export const useMay = ({ action }: ReturnType<typeof right>): boolean =>
  useAuth('ai-author', ({ permissions }) =>
    permissions.some((permission) => permission.action === action),
  );
