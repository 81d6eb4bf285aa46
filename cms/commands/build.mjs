// Builds the app and the admin's pages. Strapi reads the whole configuration for that although
// nothing of it enters the result (the pages reach their server by path), so a machine that only
// builds gets stand-ins and needs no secrets.
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const database = 'postgres://nobody@127.0.0.1:1/none';
const standIns = {
  PUBLIC_URL: 'http://127.0.0.1:1337',
  LEARNER_URL: 'http://127.0.0.1:4321',
  DATABASE_URL_GURU: database,
  DATABASE_URL_SHISHYA: database,
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'nobody@ourshiksha.example',
  ...Object.fromEntries(
    [
      'APP_KEYS',
      'API_TOKEN_SALT',
      'ADMIN_JWT_SECRET',
      'TRANSFER_TOKEN_SALT',
      'ENCRYPTION_KEY',
      'JWT_SECRET',
      'AUDIT_SIGNING_KEY',
      'CREDENTIAL_SIGNING_KEY',
      'CERTIFICATE_SIGNING_KEY',
      'AUDIT_FOLDER',
    ].map((name) => [name, 'only-for-building']),
  ),
};

Object.assign(process.env, standIns, {
  NODE_ENV: 'production',
  STRAPI_TELEMETRY_DISABLED: 'true',
});
process.argv.splice(2, 0, 'build');
const require = createRequire(import.meta.url);
// In this very process, so that whoever ends it ends the build.
require(
  path.join(path.dirname(require.resolve('@strapi/strapi/package.json')), 'bin', 'strapi.js'),
);
