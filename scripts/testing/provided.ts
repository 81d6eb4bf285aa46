import type { Secrets } from '../lib/secrets.ts';

/** What the global set-up hands to every test file. */
export interface TestPostgres {
  /** The superuser's connection to the one server of this run. */
  readonly adminUrl: string;
  /** Roles belong to the whole server, so all databases of a run share their passwords. */
  readonly secrets: Secrets;
  /** A database with roles' rights and every migration, to be cloned. */
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}
