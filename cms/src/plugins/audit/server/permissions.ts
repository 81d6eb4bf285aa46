const action = (uid: string, displayName: string) =>
  ({ section: 'plugins', displayName, uid, pluginName: 'audit' }) as const;

/** What a role may be given in the admin's role editor. */
export const actions = [
  action('read', 'See the audit log'),
  action('export', 'Export the audit log'),
];

export const mayRead = 'plugin::audit.read';
export const mayExport = 'plugin::audit.export';
