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
    ['AI_PROVIDER', 'oracle'],
    ['AI_BASE_URL', 'ftp://models.example'],
    ['AI_BASE_URL', 'https://user:secret@models.example/v1'],
    ['AI_VISION', 'perhaps'],
    ['AI_INPUT_PRICE', 'cheap'],
    ['AI_OUTPUT_PRICE', '-1'],
    ['AI_PARALLEL', '0'],
    ['AI_CONTEXT_TOKENS', '100'],
    // Only one of two, or a model without an address: senseless together with what is not set.
    ['AI_INPUT_PRICE', '0.15'],
    ['AI_MODEL', 'llama'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(() => readEnvironment({ ...complete, [name]: value })).toThrow(name);
  });

  it('has no model where none is named, and the whole of one where it is', () => {
    expect(readEnvironment({ ...complete, AI_MODEL: ' ', AI_API_KEY: 'x' }).ai).toBeNull();
    const local = { AI_MODEL: 'llama', AI_BASE_URL: 'http://127.0.0.1:11434/v1/' };
    expect(readEnvironment({ ...complete, ...local, AI_API_KEY: '' }).ai).toEqual({
      provider: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:11434/v1',
      apiKey: null,
      model: 'llama',
      seesPictures: false,
      inputPrice: null,
      outputPrice: null,
      parallel: 4,
      contextTokens: 32_000,
    });
  });

  it('asks for a key where the provider needs one, and never repeats a key it refuses', () => {
    const hosted = { ...complete, AI_PROVIDER: 'anthropic', AI_MODEL: 'claude' };
    expect(() => readEnvironment(hosted)).toThrow('AI_API_KEY');
    const wrong = () => readEnvironment({ ...hosted, AI_API_KEY: 'sk-secret\nsecond line' });
    expect(wrong).toThrow('AI_API_KEY');
    expect(wrong).not.toThrow(/sk-secret/);
  });
});
