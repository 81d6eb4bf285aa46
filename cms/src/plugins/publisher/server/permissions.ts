/** What a role may be given in the admin's role editor. */
export const actions = [
  {
    section: 'plugins',
    displayName: 'See problems and versions',
    uid: 'read',
    pluginName: 'publisher',
  },
  { section: 'plugins', displayName: 'Publish courses', uid: 'publish', pluginName: 'publisher' },
] as const;

export const mayRead = 'plugin::publisher.read';
export const mayPublish = 'plugin::publisher.publish';
