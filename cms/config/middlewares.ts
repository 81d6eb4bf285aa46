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
            'connect-src': ["'self'"],
            'img-src': ["'self'", 'data:', 'blob:'],
            'media-src': ["'self'", 'data:', 'blob:'],
            'font-src': ["'self'", 'data:'],
            // The admin's design system writes its styles into the page while it runs, so inline
            // styles stay; scripts come from here only, none of them inline.
            'style-src': ["'self'", "'unsafe-inline'"],
            'script-src': ["'self'"],
            'frame-ancestors': ["'none'"],
            upgradeInsecureRequests: null,
          },
        },
        frameguard: { action: 'deny' },
        crossOriginOpenerPolicy: { policy: 'same-origin' },
      },
    },
    { name: 'strapi::cors', config: { origin: [publicUrl, learnerUrl] } },
    'strapi::query',
    'global::submission-files',
    'global::upload-headers',
    {
      name: 'strapi::body',
      config: { jsonLimit: '8mb', formLimit: '1mb', textLimit: '1mb' },
    },
    'global::body-depth',
    'strapi::session',
    'strapi::favicon',
    'strapi::public',
  ];
};
