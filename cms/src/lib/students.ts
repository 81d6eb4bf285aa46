import { Pool, type PoolClient } from 'pg';
import { pastCollisions } from './collisions';
import { Refusal } from './refusal';
import { ownTypes } from './types';

/**
 * On whose behalf a transaction runs. `userId` is the users-permissions user; null is a visitor. A
 * `sessionId` must not have been ended; null is for whoever knows otherwise who asks.
 */
export interface Visitor {
  readonly userId: number | null;
  readonly sessionId: number | null;
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** What a handler may do with the database: parametrised statements as the role shishya. */
export interface StudentDatabase {
  /** The student's id in activity, null for a visitor and for a suspended student. */
  readonly studentId: number | null;
  rows<Row>(statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** The pool students are served from. Its login can become only `shishya` and sees no draft. */
export function createStudentsPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    types: ownTypes,
    max: 20,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    application_name: 'ourshiksha-students',
  });
  // An idle connection that breaks (server restart) is replaced at the next request; without a
  // listener pg would end the process for it.
  pool.on('error', () => undefined);
  // One that breaks while a request has it fails that request's next statement; the event comes too.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Runs `work` in one transaction as the role shishya for this visitor. `read` sees one snapshot, so
 * a page never shows two versions; `write` commits before it returns. Where it collides with another
 * transaction all of `work` is done again, a few times at most.
 */
export function asStudent<Result>(
  pool: Pool,
  visitor: Visitor,
  mode: 'read' | 'write',
  work: (database: StudentDatabase) => Promise<Result>,
): Promise<Result> {
  return pastCollisions(() => transaction(pool, visitor, mode, work));
}

async function transaction<Result>(
  pool: Pool,
  visitor: Visitor,
  mode: 'read' | 'write',
  work: (database: StudentDatabase) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const studentId = await begin(client, visitor, mode);
    const result = await work({
      studentId,
      rows: async <Row>(text: string, parameters: readonly unknown[] = []) =>
        (await client.query({ name: nameOf(text), text, values: [...parameters] })).rows as Row[],
    });
    await client.query('commit');
    return result;
  } catch (error) {
    // A statement whose plan a migration has outdated (0A000) fails on this connection for ever.
    if (error instanceof Error && 'code' in error && error.code === '0A000') broken = error;
    // A connection that cannot roll back is not given to the next student.
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const names = new Map<string, string>();

/**
 * A statement has a name of its own, so that each connection parses and plans it once: with
 * row-level security that is most of a short statement's time. Statements are constants, so there
 * are as many names as places in the code.
 */
function nameOf(statement: string): string {
  let name = names.get(statement);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(statement, name);
  }
  return name;
}

/**
 * One round trip: the transaction, the role, who asks, which student that is, and whether the session
 * was ended since its token was made, here or on another instance.
 */
async function begin(
  client: PoolClient,
  visitor: Visitor,
  mode: 'read' | 'write',
): Promise<number | null> {
  const setting = (name: string, value: string | number | null) =>
    `set_config('${name}', ${client.escapeLiteral(String(value ?? ''))}, true)`;
  const answers = (await client.query(
    [
      mode === 'read' ? 'begin isolation level repeatable read read only' : 'begin',
      'set local role shishya',
      `select ${setting('app.user_id', visitor.userId)}, ${setting('app.session_id', visitor.sessionId)},
        ${setting('app.ip_address', visitor.ipAddress)}, ${setting('app.user_agent', visitor.userAgent.slice(0, 300))}`,
      'select student, session_ended from activity.enter()',
    ].join('; '),
  )) as unknown as { rows: { student: number | null; session_ended: boolean }[] }[];
  const entered = answers.at(-1)?.rows[0];
  // A suspended student has no open session either; that is the better reason.
  if (entered?.session_ended && entered.student !== null) throw new Refusal(401, 'session.expired');
  return entered?.student ?? null;
}
