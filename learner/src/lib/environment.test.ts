import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

const good = { CMS_URL: 'http://127.0.0.1:1337', PUBLIC_URL: 'http://127.0.0.1:4321' };

describe('the settings', () => {
  it('reads two addresses and nothing else by force', () => {
    expect(readEnvironment(good)).toEqual({
      cmsUrl: 'http://127.0.0.1:1337',
      publicUrl: 'http://127.0.0.1:4321',
      secure: false,
      trustProxy: false,
      securityContact: null,
    });
  });

  it('binds cookies to https when browsers come by https', () => {
    expect(readEnvironment({ ...good, PUBLIC_URL: 'https://learn.example.org/' })).toMatchObject({
      publicUrl: 'https://learn.example.org',
      secure: true,
    });
  });

  it.each([
    [{ ...good, CMS_URL: undefined }, 'CMS_URL is not set'],
    [{ ...good, PUBLIC_URL: 'learn' }, 'PUBLIC_URL is not an address'],
    [{ ...good, PUBLIC_URL: 'ftp://learn.example.org' }, 'must begin with http'],
    [{ ...good, CMS_URL: 'http://cms.example.org/api' }, 'without a path'],
    [{ ...good, SECURITY_CONTACT: 'security@example.org' }, 'SECURITY_CONTACT must begin'],
    [{ ...good, SECURITY_CONTACT: 'mailto:a@b.c\nContact: mailto:d@e.f' }, 'SECURITY_CONTACT'],
  ])('names the mistake in %o', (source, sentence) => {
    expect(() => readEnvironment(source)).toThrow(sentence);
  });
});
