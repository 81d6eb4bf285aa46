const right = (action: string) => ({ action: `plugin::ai-author.${action}`, subject: null });

/** Constants, because Strapi asks anew whenever it gets another list. */
export const writeRight = right('use');
export const usageRight = right('usage');
export const settingsRight = right('settings');
export const writeNeeded = [writeRight];
export const usageNeeded = [usageRight];
