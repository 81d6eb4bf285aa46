import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment';

const complete = {
  PUBLIC_URL: 'http://127.0.0.1:1337/',
  LEARNER_URL: 'https://learn.example',
  DATABASE_URL_GURU: 'postgres://guru:a@127.0.0.1:5432/ourshiksha_db',
  DATABASE_URL_SHISHYA: 'postgresql://shishya_login:b@127.0.0.1:5432/ourshiksha_db',
  APP_KEYS: 'one, two',
  API_TOKEN_SALT: 'a',
  ADMIN_JWT_SECRET: 'b',
  TRANSFER_TOKEN_SALT: 'c',
  ENCRYPTION_KEY: 'd',
  JWT_SECRET: 'e',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'OurShiksha <hello@ourshiksha.example>',
  AUDIT_SIGNING_KEY: 'f',
  CREDENTIAL_SIGNING_KEY: 'h',
  CERTIFICATE_SIGNING_KEY: 'i',
  AUDIT_FOLDER: '/var/checkpoints',
};

describe('the environment of the cms', () => {
  it('is read with sensible defaults for host, port, proxy and attempts', () => {
    expect(readEnvironment(complete)).toMatchObject({
      host: '127.0.0.1',
      port: 1337,
      publicUrl: 'http://127.0.0.1:1337',
      appKeys: ['one', 'two'],
      trustProxy: false,
      loginFailuresPerNetwork: 100,
      projectFiles: { files: 5, fileBytes: 20 * 1024 * 1024, bytes: 50 * 1024 * 1024 },
    });
  });

  it.each(Object.keys(complete))('names %s when it is missing or blank', (name) => {
    expect(() => readEnvironment({ ...complete, [name]: undefined })).toThrow(name);
    expect(() => readEnvironment({ ...complete, [name]: '  ' })).toThrow(name);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', 'many'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL_GURU', 'mysql://x'],
    ['SMTP_URL', 'http://x'],
    ['PROJECT_FILES', '0'],
    ['PROJECT_FILE_MEGABYTES', '1.5'],
    ['PROJECT_FILES_MEGABYTES', '19'],
    ['ERASURE_DELAY_DAYS', '0'],
    ['ERASURE_DELAY_DAYS', '366'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(() => readEnvironment({ ...complete, [name]: value })).toThrow(name);
  });
});
