import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('the settings of a start', () => {
  it('need nothing from the environment', () => {
    expect(readSettings({}, '/project')).toEqual({
      dataDir: '/project/.data',
      host: '127.0.0.1',
      ports: { cms: 1337, learner: 4321, mail: 1025, mailWeb: 8025, postgres: 54_329 },
      databaseUrl: undefined,
    });
  });

  it('take ports, data folder and database from it', () => {
    const settings = readSettings(
      { CMS_PORT: '2000', OURSHIKSHA_DATA: '/elsewhere', DATABASE_URL: 'postgres://a:b@db/x' },
      '/project',
    );
    expect(settings).toMatchObject({
      dataDir: '/elsewhere',
      databaseUrl: 'postgres://a:b@db/x',
      ports: { cms: 2000, learner: 4321 },
    });
  });

  it.each([
    [{ LEARNER_PORT: 'x' }, 'LEARNER_PORT'],
    [{ MAIL_PORT: '70000' }, 'MAIL_PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  ])('refuse %j and name the variable', (environment, name) => {
    expect(() => readSettings(environment, '/project')).toThrow(name);
  });
});
