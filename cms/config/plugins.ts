import { existsSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../src/lib/environment';

const megabyte = 1024 * 1024;

/** Our own plugins are folders of src/plugins; each is on as soon as it has a package.json. */
const rooms = [
  'draft-fields',
  'publisher',
  'importer',
  'certificates',
  'records',
  'approvals',
  'audit',
];

export default () => {
  const { jwtSecret, smtpUrl, mailFrom, publicUrl, authAttemptsPerMinute } = environment();
  const ours = rooms
    .map((name) => ({ name, resolve: `./src/plugins/${name}` }))
    .filter(({ resolve }) => existsSync(path.join(process.cwd(), resolve, 'package.json')))
    .map(({ name, resolve }) => [name, { enabled: true, resolve }] as const);

  return {
    ...Object.fromEntries(ours),
    'users-permissions': {
      config: {
        jwtSecret,
        jwtManagement: 'refresh',
        // The only caller is the learner site's server, which keeps the refresh token in a cookie
        // of its own; so the token travels in the body here, and no cookie of the cms is needed.
        sessions: {
          accessTokenLifespan: 10 * 60,
          maxRefreshTokenLifespan: 30 * 24 * 60 * 60,
          idleRefreshTokenLifespan: 14 * 24 * 60 * 60,
          httpOnly: false,
          cookie: { secure: publicUrl.startsWith('https:') },
        },
        ratelimit: { interval: 60_000, max: authAttemptsPerMinute },
        register: { allowedFields: ['name'] },
      },
    },
    email: {
      config: {
        provider: 'nodemailer',
        providerOptions: smtpUrl,
        settings: { defaultFrom: mailFrom, defaultReplyTo: mailFrom },
      },
    },
    upload: {
      config: {
        sizeLimit: 100 * megabyte,
        // No HTML and no SVG: both run scripts in the origin that serves them.
        security: {
          allowedTypes: [
            'image/png',
            'image/jpeg',
            'image/gif',
            'image/webp',
            'image/avif',
            'video/mp4',
            'video/webm',
            'audio/mpeg',
            'application/pdf',
            'application/zip',
          ],
        },
      },
    },
  };
};
