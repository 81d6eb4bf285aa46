import { environment } from '../src/lib/environment';

export default () => {
  const { publicUrl, learnerUrl } = environment();
  return [
    'global::request-log',
    // Around the errors, so that it sees what is answered in the end.
    'global::audit-events',
    'strapi::errors',
    {
      name: 'strapi::security',
      config: {
        contentSecurityPolicy: {
          useDefaults: true,
          directives: {
            'connect-src': ["'self'", 'https:'],
            'img-src': ["'self'", 'data:', 'blob:'],
            'media-src': ["'self'", 'data:', 'blob:'],
            upgradeInsecureRequests: null,
          },
        },
      },
    },
    { name: 'strapi::cors', config: { origin: [publicUrl, learnerUrl] } },
    'strapi::query',
    'global::submission-files',
    {
      name: 'strapi::body',
      config: { jsonLimit: '8mb', formLimit: '1mb', textLimit: '1mb' },
    },
    'strapi::session',
    'strapi::favicon',
    'strapi::public',
  ];
};
