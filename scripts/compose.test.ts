import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment as readCms } from '../cms/src/lib/environment.ts';
import { readEnvironment as readLearner } from '../learner/src/lib/environment.ts';
import { root } from './lib/paths.ts';

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

// The cms brings a YAML reader along; the root needs none otherwise.
const { parse } = createRequire(path.join(root, 'cms', 'package.json'))('yaml') as {
  parse(text: string, options: { merge: boolean }): unknown;
};

const text = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };

/** A variable as compose fills it in: `${NAME:?message}` is required, `${NAME:-text}` has a default. */
const variable = /\$\{(?<name>[A-Z_]+)(?::(?<kind>[?-])(?<rest>[^}]*))?\}/g;

const environmentOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, String(value)]),
  );

/** What the container sees when every secret is set and nothing else is. */
function filledIn(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environmentOf(name)).map(([key, value]) => [
      key,
      value.replaceAll(variable, (_all, _name, kind, rest) => (kind === '-' ? rest : 'set')),
    ]),
  );
}

const everyValue = Object.entries(services).flatMap(([service]) =>
  Object.entries(environmentOf(service)).map(([name, value]) => ({ service, name, value })),
);

/** A model may ask for no key, so compose asks for none: what it passes on is the key or nothing. */
const optionalSecret = 'AI_API_KEY';
const isSecret = (name: string): boolean =>
  /PASSWORD|SECRET|SALT|KEY/.test(name) && name !== optionalSecret;

describe('the containers', () => {
  it('give the cms and the learner site every variable they cannot start without', () => {
    expect(readCms(filledIn('cms'))).toMatchObject({ trustProxy: true });
    expect(readLearner(filledIn('learner'))).toMatchObject({ cmsUrl: 'http://cms:1337' });
    expect(Object.keys(environmentOf('migrate')).sort()).toEqual([
      'DATABASE_URL',
      'GURU_PASSWORD',
      'SHISHYA_PASSWORD',
    ]);
  });

  it('take every secret from outside and stop where one is missing', () => {
    const secrets = everyValue.filter(({ name }) => isSecret(name));
    expect(secrets.length).toBeGreaterThan(8);
    for (const { service, name, value } of secrets) {
      expect(value, `${service}: ${name}`).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/);
    }
    for (const { service, name, value } of everyValue) {
      const password = /^\w+:\/\/[^:@/]*:(?<password>.+)@/.exec(value)?.groups?.password;
      if (password === undefined) continue;
      expect(password, `${service}: ${name}`).toMatch(/^\$\{[A-Z_]+:\?[^}]+\}$/);
    }
    for (const { groups } of text.matchAll(variable)) {
      if (isSecret(groups?.name ?? '')) expect(groups?.kind, groups?.name).toBe('?');
    }
  });

  it('give the key of a language model to the cms alone, and have none of their own', () => {
    const passedOn = everyValue.filter(({ value }) => value.includes(optionalSecret));
    expect(passedOn).toEqual([
      { service: 'cms', name: optionalSecret, value: `\${${optionalSecret}:-}` },
    ]);
  });

  it("keep the database administrator's password from everything that serves", () => {
    const knowing = everyValue.filter(({ value }) => value.includes('POSTGRES_PASSWORD'));
    expect([...new Set(knowing.map(({ service }) => service))].sort()).toEqual([
      'migrate',
      'postgres',
    ]);
    expect(Object.keys(environmentOf('learner')).filter(isSecret)).toEqual([]);
  });

  it('listen on this machine only, unless told otherwise', () => {
    expect(services.postgres?.ports).toBeUndefined();
    for (const [name, { ports = [] }] of Object.entries(services)) {
      for (const port of ports) expect(port, name).toMatch(/^\$\{BIND_ADDRESS:-127\.0\.0\.1\}:/);
    }
  });

  it('start in order, are pinned, and are asked how they are', () => {
    expect(services.migrate?.depends_on?.postgres?.condition).toBe('service_healthy');
    expect(services.cms?.depends_on?.migrate?.condition).toBe('service_completed_successfully');
    expect(services.learner?.depends_on?.cms?.condition).toBe('service_healthy');
    for (const [name, { image, healthcheck }] of Object.entries(services)) {
      expect(image, name).toMatch(/^ourshiksha-\w+:\$\{VERSION:-local\}$|:v?\d+\.\d+/);
      if (name !== 'migrate') expect(healthcheck?.test[0], name).toBe('CMD');
    }
  });

  it('have the prompts, which are Markdown as the documentation is that they leave out', () => {
    const lines = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n');
    const kept = lines.indexOf('!cms/src/plugins/ai-author/server/prompts/*.md');
    // The last line that matches decides.
    expect(kept).toBeGreaterThan(lines.indexOf('**/*.md'));
    expect(lines).toContain('**/*.md');
  });

  it('use no variable that .env.example does not explain, and it holds no secret', () => {
    const example = readFileSync(path.join(root, '.env.example'), 'utf8');
    for (const { groups } of text.matchAll(variable)) {
      const name = groups?.name ?? '';
      const line = groups?.kind === '?' ? `^${name}=$` : `^#${name}=.+$`;
      expect(example).toMatch(new RegExp(line, 'm'));
    }
  });
});
