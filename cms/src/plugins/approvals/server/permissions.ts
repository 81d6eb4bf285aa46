const action = (uid: string, displayName: string) =>
  ({ section: 'plugins', displayName, uid, pluginName: 'approvals' }) as const;

/** What a role may be given in the admin's role editor. */
export const actions = [
  action('request', 'Ask for what needs approval'),
  action('vote', 'Approve or refuse what others ask for'),
];

export const mayRequest = 'plugin::approvals.request';
export const mayVote = 'plugin::approvals.vote';
/** What Strapi's own role editor calls changing an administrator; it takes this to ask for a role that decides. */
export const mayMakeAdministrators = 'admin::users.update';
