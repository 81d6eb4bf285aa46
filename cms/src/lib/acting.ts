import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { ClientBase } from 'pg';

/** Who acts and from where, as the log will have it. An empty text is nobody, or not known. */
export interface Acting {
  /** A student's users-permissions id. */
  readonly userId: string;
  /** An administrator's id in Strapi. */
  readonly adminId: string;
  /** Id and name of the API token a request came with. */
  readonly apiToken: string;
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** The settings of a database session, by what they say. */
const settings: Readonly<Record<keyof Acting, string>> = {
  userId: 'app.user_id',
  adminId: 'app.admin_id',
  apiToken: 'app.api_token',
  ipAddress: 'app.ip_address',
  userAgent: 'app.user_agent',
};
const sides = Object.keys(settings) as (keyof Acting)[];

/** For what no request asked for: a job, a timer, the start. */
export const nobody: Acting = {
  userId: '',
  adminId: '',
  apiToken: '',
  ipAddress: '',
  userAgent: '',
};

const chosen = new AsyncLocalStorage<Acting>();

/** Runs `work` as if `who` did it, for what is written down after their request has ended. */
export const actingAs = <Result>(who: Acting, work: () => Result): Result => chosen.run(who, work);

/** Who acts at this moment, as far as the request is known to Strapi already. */
export function actingNow(app: Core.Strapi): Acting {
  return chosen.getStore() ?? actingIn(app.requestContext.get() as Context | undefined);
}

/** What Strapi's and our own sign-in put into a request. */
interface State {
  readonly user?: { readonly id?: unknown };
  /** Of our own endpoints, which Strapi's sign-in knows nothing of. */
  readonly studentUser?: number;
  readonly route?: { readonly info?: { readonly type?: string } };
  readonly auth?: {
    readonly strategy?: { readonly name?: string };
    readonly credentials?: { readonly id?: unknown; readonly name?: unknown };
  };
}

/** Who acts in a request. */
export function actingIn(context: Context | undefined): Acting {
  if (context === undefined) return nobody;
  const { user, studentUser, route, auth } = context.state as State;
  const id = user?.id === undefined ? '' : String(user.id);
  const isAdmin = route?.info?.type === 'admin';
  const isToken = /token|transfer/.test(auth?.strategy?.name ?? '');
  const { id: tokenId, name } = auth?.credentials ?? {};
  return {
    userId: isAdmin ? '' : studentUser === undefined ? id : String(studentUser),
    adminId: isAdmin ? id : '',
    apiToken: isToken ? `${tokenId} ${name}`.slice(0, 300) : '',
    ipAddress: context.ip.slice(0, 100),
    userAgent: context.get('user-agent').slice(0, 300),
  };
}

/** The part of knex that hands connections out. */
interface Connections {
  acquireConnection(): Promise<ClientBase & { __knex__disposed?: unknown }>;
  releaseConnection(connection: ClientBase): Promise<void>;
}

/** As many as the pool may hold, all of which may be dead at once. */
const mostConnections = 10;

const statement = `select ${sides.map((side, at) => `set_config('${settings[side]}', $${at + 1}, false)`).join(', ')}`;

/**
 * From now on every connection of Strapi's pool says for whom it works: before it is handed out, its
 * session is told who acts, unless it was told the same the last time. A connection that cannot be
 * told, as after the database was restarted, is closed and the next one is taken; whoever asked gets
 * the error when none is left.
 */
export function sayWhoActs(app: Core.Strapi): void {
  const pool = app.db.connection.client as Connections;
  const acquire = pool.acquireConnection.bind(pool);
  const told = new WeakMap<ClientBase, string>();
  const acquireTold = async (triesLeft: number): Promise<ClientBase> => {
    const connection = await acquire();
    const who = actingNow(app);
    const values = sides.map((side) => who[side]);
    const said = JSON.stringify(values);
    const before = told.get(connection) ?? JSON.stringify(sides.map(() => ''));
    if (before === said) return connection;
    try {
      await connection.query(statement, values);
    } catch (error) {
      // knex destroys what carries this mark instead of handing it out again.
      connection.__knex__disposed = error;
      await pool.releaseConnection(connection);
      if (triesLeft === 0) throw error;
      return acquireTold(triesLeft - 1);
    }
    told.set(connection, said);
    return connection;
  };
  pool.acquireConnection = () => acquireTold(mostConnections);
}
