const action = (uid: string, displayName: string) =>
  ({ section: 'plugins', displayName, uid, pluginName: 'certificates' }) as const;

/** What a role may be given in the admin's role editor. */
export const actions = [
  action('read', 'See issued certificates and marksheets'),
  action('export', 'Export the list of certificates'),
  action('issue', 'Issue certificates of a course in a batch'),
  action('design', 'Change how certificates look and who signs them'),
];

export const mayRead = 'plugin::certificates.read';
export const mayExport = 'plugin::certificates.export';
export const mayIssue = 'plugin::certificates.issue';
export const mayDesign = 'plugin::certificates.design';
