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
  'ai-author',
];

export default () => {
  const { jwtSecret, smtpUrl, mailFrom } = environment();
  const ours = rooms
    .map((name) => ({ name, resolve: `./src/plugins/${name}` }))
    .filter(({ resolve }) => existsSync(path.join(process.cwd(), resolve, 'package.json')))
    .map(({ name, resolve }) => [name, { enabled: true, resolve }] as const);

  return {
    ...Object.fromEntries(ours),
    'users-permissions': {
      config: {
        jwtSecret,
        // None of its own doors is open: students sign in and out through src/api/account, whose
        // sessions stand in our database. Its accounts stay, for the admin's list of them.
        jwtManagement: 'refresh',
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
