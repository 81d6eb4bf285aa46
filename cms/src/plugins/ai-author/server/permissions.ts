const action = (uid: string, displayName: string) =>
  ({ section: 'plugins', displayName, uid, pluginName: 'ai-author' }) as const;

/** What a role may be given in the admin's role editor. */
export const actions = [
  action('use', 'Let the AI author propose drafts, accept and reject them'),
  action('usage', 'See what the AI author used, by person and month'),
  action('settings', 'Set the ceilings of the AI author and whether its text needs a review'),
];

export const mayUse = 'plugin::ai-author.use';
export const mayReadUsage = 'plugin::ai-author.usage';
export const mayChangeSettings = 'plugin::ai-author.settings';
