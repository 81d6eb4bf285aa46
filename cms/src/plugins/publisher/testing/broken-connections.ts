import type { Core } from '@strapi/strapi';
import type { ClientBase } from 'pg';

interface Pool {
  acquireConnection(): Promise<ClientBase>;
  releaseConnection(client: ClientBase): Promise<void>;
}

/** Called after every statement that ran, with its number from 1 and the connection it ran on. */
export type After = (count: number, client: ClientBase) => Promise<void> | void;

/**
 * The same application, whose database connections call `after` behind each statement. What it
 * throws is what the publisher gets instead of the statement's result.
 */
export function withStatementsWatched(strapi: Core.Strapi, after: After): Core.Strapi {
  const pool = strapi.db.connection.client as unknown as Pool;
  let count = 0;
  const originals = new WeakMap<ClientBase, ClientBase>();
  const watch = (client: ClientBase): ClientBase => {
    const watched = new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'query') return value.bind(target);
        return async (...parameters: unknown[]) => {
          const result = await Reflect.apply(value, target, parameters);
          count += 1;
          await after(count, target);
          return result;
        };
      },
    });
    originals.set(watched, client);
    return watched;
  };
  const client: Pool = {
    acquireConnection: async () => watch(await pool.acquireConnection()),
    releaseConnection: (watched) => pool.releaseConnection(originals.get(watched) ?? watched),
  };
  return {
    db: { connection: { client } },
    log: { error: () => undefined },
  } as unknown as Core.Strapi;
}
