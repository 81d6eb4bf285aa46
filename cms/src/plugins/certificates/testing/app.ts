import type { Core } from '@strapi/strapi';
import type { Pool } from 'pg';

interface Parts {
  readonly log?: Readonly<Record<string, (text: string) => void>>;
  /** The upload provider. */
  readonly provider?: object;
}

/** As much of Strapi as what is tested without one uses: its pool, its log, its drawer, its storage. */
export function standInApp(guru: Pool, { log = {}, provider = {} }: Parts): Core.Strapi {
  const drawer = new Map<string, unknown>();
  return {
    db: {
      connection: {
        client: {
          acquireConnection: () => guru.connect(),
          releaseConnection: (client: { release(): void }) => client.release(),
        },
      },
    },
    log,
    plugin: () => ({ provider }),
    has: (name: string) => drawer.has(name),
    add: (name: string, value: unknown) => drawer.set(name, value),
    get: (name: string) => drawer.get(name),
  } as unknown as Core.Strapi;
}
