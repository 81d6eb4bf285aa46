import path from 'node:path';
import { Refusal } from './refusal.ts';

export interface Ports {
  readonly cms: number;
  readonly learner: number;
  readonly mail: number;
  readonly mailWeb: number;
  readonly postgres: number;
}

/** What may be chosen from outside; everything else follows from it. */
export interface Settings {
  readonly dataDir: string;
  readonly host: string;
  readonly ports: Ports;
  /** An administrator's connection to a PostgreSQL of yours, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Where the folder of pictures and other files lies, when not in cms/public. */
  readonly publicFolder?: string | undefined;
}

const defaults: Readonly<Record<keyof Ports, readonly [variable: string, port: number]>> = {
  cms: ['CMS_PORT', 1337],
  learner: ['LEARNER_PORT', 4321],
  mail: ['MAIL_PORT', 1025],
  mailWeb: ['MAIL_WEB_PORT', 8025],
  // Not 5432, where a PostgreSQL of the machine's own may listen.
  postgres: ['POSTGRES_PORT', 54_329],
};

export const portVariable = (part: keyof Ports): string => defaults[part][0];

export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  root: string,
): Settings {
  const port = (part: keyof Ports): number => {
    const [variable, preset] = defaults[part];
    const given = environment[variable]?.trim();
    if (!given) return preset;
    const value = Number(given);
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      throw new Refusal(`${variable} must be a port number from 1 to 65535, not "${given}".`);
    }
    return value;
  };
  const databaseUrl = environment.DATABASE_URL?.trim() || undefined;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Refusal('DATABASE_URL must begin with postgres://, or be left unset.');
  }
  const publicFolder = environment.OURSHIKSHA_PUBLIC?.trim() || undefined;
  return {
    dataDir: path.resolve(root, environment.OURSHIKSHA_DATA?.trim() || '.data'),
    host: environment.OURSHIKSHA_HOST?.trim() || '127.0.0.1',
    ports: {
      cms: port('cms'),
      learner: port('learner'),
      mail: port('mail'),
      mailWeb: port('mailWeb'),
      postgres: port('postgres'),
    },
    databaseUrl,
    publicFolder: publicFolder && path.resolve(root, publicFolder),
  };
}
