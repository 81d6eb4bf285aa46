import type { ClientBase } from 'pg';
import { exportNumbers, recallNumbers } from './certificate-numbers';
import { checkpointText, noteHash, readCheckpoint } from './checkpoint';
import { addLines, type CheckpointLine, endOf, restoredLine } from './checkpoint-file';
import { idsOf, textOfIds } from './ids';
import type { SigningKey } from './keys';
import { leafHashSql } from './leaf';
import { rootOf } from './merkle';
import { readNote, signNote } from './note';

/** What sealing needs besides the database. */
export interface Sealing {
  /** Outside the database, where the checkpoints are written. */
  readonly folder: string;
  readonly keys: readonly [SigningKey, ...SigningKey[]];
}

/**
 * Sealing must not go on, because it would write a second history beside the first. The message says
 * what a person has to do.
 */
export class SealingStopped extends Error {
  override name = 'SealingStopped';
}

/** Lines in one seal, at most: the hashes of so many are 320 kB. */
const batch = 10_000;
/** Checkpoints written to the file in one go. */
const exportBatch = 500;

/**
 * How long a transaction may be open after it wrote to the log. The lines of one that commits later
 * are not sealed any more, and a verification names them.
 */
export const patience = '15 minutes';

interface LastSeal {
  readonly id: number;
  readonly note: string;
  readonly highest: string;
}

const nowSql = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * `busy`: another instance is at it. `idle`: nothing was left to do. `sealed`: all there was is sealed, and is
 * to be written out. `more`: call again at once.
 */
export type Turn = 'busy' | 'idle' | 'sealed' | 'more';

/**
 * One turn of the sealer, in one transaction under a lock that one instance has at a time: writes to
 * the folder what is sealed and not yet there, then seals what was committed since.
 */
export async function sealTurn(client: ClientBase, sealing: Sealing): Promise<Turn> {
  return underLock(client, async () => {
    await numbersTurn(client, sealing.folder);
    const last = await readLastSeal(client);
    const exported = await exportTurn(client, sealing.folder, last);
    const sealed = await sealNext(client, sealing.keys, last);
    if (exported || sealed === batch) return 'more';
    return sealed === 0 ? 'idle' : 'sealed';
  });
}

/**
 * Seals and writes out everything that was committed when it was called. What comes meanwhile waits for the
 * next call: where lines never cease to come, a seal is not made for every few of them. False where another
 * instance is at it.
 */
export async function sealAll(client: ClientBase, sealing: Sealing): Promise<boolean> {
  for (;;) {
    const turn = await sealTurn(client, sealing);
    if (turn === 'sealed') return writeOut(client, sealing.folder);
    if (turn !== 'more') return turn === 'idle';
  }
}

async function writeOut(client: ClientBase, folder: string): Promise<boolean> {
  for (;;) {
    const more = await underLock(client, async () =>
      exportTurn(client, folder, await readLastSeal(client)),
    );
    if (more !== true) return more !== 'busy';
  }
}

async function underLock<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result | 'busy'> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('ourshiksha seals')) as mine`,
    );
    const result = rows[0]?.mine ? await work() : 'busy';
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function readLastSeal(client: ClientBase): Promise<LastSeal | null> {
  const { rows } = await client.query<LastSeal>(
    'select id, note, highest_log_id::text as highest from audit.seals order by id desc limit 1',
  );
  return rows[0] ?? null;
}

/**
 * Writes what the folder lacks. What cannot be written now is written later: sealing goes on, and
 * the failure stands in audit.checkpoint_folders.
 *
 * @returns whether more is left to be written
 * @throws SealingStopped where the folder knows another history than the database
 */
async function exportTurn(
  client: ClientBase,
  folder: string,
  last: LastSeal | null,
): Promise<boolean> {
  let reached = 0;
  try {
    ({ seal: reached } = await agreedEnd(client, folder, last));
    const { rows } = await client.query<CheckpointLine>(
      'select id as seal, note from audit.seals where id > $1 order by id limit $2',
      [reached, exportBatch],
    );
    await addLines(folder, rows);
    reached = rows.at(-1)?.seal ?? reached;
    await noteFolder(client, folder, reached, null);
    return rows.length === exportBatch;
  } catch (error) {
    if (error instanceof SealingStopped || !isOfFiles(error)) throw error;
    await noteFolder(client, folder, reached, error.message);
    return false;
  }
}

/** Also where sealing stands still: a number that was given must be known outside whatever else holds. */
async function numbersTurn(client: ClientBase, folder: string): Promise<void> {
  try {
    await recallNumbers(client, folder);
    await exportNumbers(client, folder);
  } catch (error) {
    // The checkpoints meet the same folder next, and say so in audit.checkpoint_folders.
    if (!isOfFiles(error)) throw error;
  }
}

/** Node's errors of files have a `syscall`; everything else is not for the folder to answer. */
const isOfFiles = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

/** Where the file ends, after a look that the database has the same seal there. */
async function agreedEnd(client: ClientBase, folder: string, last: LastSeal | null) {
  const { reached } = await endOf(folder);
  if (reached.seal === 0) return reached;
  const advice =
    'Look into what happened with “npm run audit -- verify”; where the database was put back from a backup, say so with “npm run audit -- accept-restore --reason …”.';
  if (reached.seal > (last?.id ?? 0)) {
    throw new SealingStopped(
      `The database ends with seal ${last?.id ?? 0}, but ${folder} has the checkpoint of seal ${reached.seal}. ${advice}`,
    );
  }
  const { rows } = await client.query<{ note: string }>(
    'select note from audit.seals where id = $1',
    [reached.seal],
  );
  const [row] = rows;
  if (row === undefined || noteHash(row.note) !== reached.noteHash) {
    throw new SealingStopped(
      `Seal ${reached.seal} of the database is not the one whose checkpoint is in ${folder}. ${advice}`,
    );
  }
  return reached;
}

/** Only what is news is written. */
async function noteFolder(
  client: ClientBase,
  folder: string,
  reached: number,
  error: string | null,
): Promise<void> {
  await client.query(
    `select audit.note_checkpoint_folder($1, $2, $3) where not exists (
      select from audit.checkpoint_folders
      where folder = $1 and last_seal_id = $2 and error is not distinct from $3)`,
    [folder, reached, error],
  );
}

/** Puts down why sealing stands still, in a transaction of its own. */
export async function noteStop(client: ClientBase, folder: string, stop: Error): Promise<void> {
  const { rows } = await client.query<{ reached: number }>(
    'select last_seal_id as reached from audit.checkpoint_folders where folder = $1',
    [folder],
  );
  await noteFolder(client, folder, rows[0]?.reached ?? 0, stop.message);
}

interface Row {
  readonly id: string;
  readonly hash: Buffer;
}

/**
 * The lines that are committed and in no seal, the lowest numbers first. Numbers are given before a
 * transaction commits, so below the highest sealed one there may be lines that came late: they are
 * looked for in the gaps that the seals of the last minutes leave. Nothing here depends on the
 * numbers of transactions, which begin anew when a database is put back on another server.
 */
async function readUnsealed(client: ClientBase, last: LastSeal | null): Promise<Row[]> {
  const late =
    last === null
      ? []
      : (
          await client.query<Row>(
            `with cut as (
              select created_at - interval '${patience}' as at from audit.seals where id = $1),
            old as (
              select coalesce((select s.highest_log_id from audit.seals s, cut where s.created_at <= cut.at
                order by s.created_at desc, s.id desc limit 1), 0) as id),
            sealed as (
              select range_agg(s.log_ids) as ids from audit.seals s, cut where s.created_at > cut.at),
            gaps as (
              select unnest(int8multirange(int8range(old.id + 1, $2::bigint + 1)) - sealed.ids) as ids
              from old, sealed)
            select line.id, line.hash
            from gaps cross join lateral (
              select id, ${leafHashSql} as hash from audit.log where id >= lower(ids) and id < upper(ids)
              order by log.id limit $3) line
            order by line.id limit $3`,
            [last.id, last.highest, batch],
          )
        ).rows;
  const { rows: later } = await client.query<Row>(
    `select id, ${leafHashSql} as hash from audit.log where id > $1 order by log.id limit $2`,
    [last?.highest ?? 0, batch - late.length],
  );
  return [...late, ...later];
}

/** @returns how many lines it sealed, `batch` at most */
async function sealNext(
  client: ClientBase,
  keys: Sealing['keys'],
  last: LastSeal | null,
): Promise<number> {
  const rows = await readUnsealed(client, last);
  if (rows.length === 0) return 0;
  const leaves = Buffer.concat(rows.map(({ hash }) => hash));
  const ids = idsOf(rows.map(({ id }) => Number(id)));
  // Read after the lines, so that it is later than each of them.
  const { rows: clock } = await client.query<{ now: string }>(`select ${nowSql} as now`);
  const at = clock[0]?.now ?? '';
  const signing = signersAfter(last, keys);
  const seal = (last?.id ?? 0) + 1;
  const text = checkpointText({
    seal,
    size: rows.length,
    root: rootOf(leaves).toString('base64'),
    ids,
    previous: last === null ? null : noteHash(last.note),
    since: last === null ? null : (readCheckpoint(readNote(last.note)?.text ?? '')?.at ?? null),
    at,
    newKey: signing.newKey,
  });
  await client.query('select audit.add_seal($1, $2::int8multirange, $3, $4, $5)', [
    seal,
    textOfIds(ids),
    leaves,
    signNote(text, signing.keys),
    at,
  ]);
  return rows.length;
}

/** Who signs the seal after `last`: the first key, and the one before it where it takes over. */
function signersAfter(
  last: LastSeal | null,
  [first, ...former]: Sealing['keys'],
): { readonly keys: readonly SigningKey[]; readonly newKey: string | null } {
  if (last === null) return { keys: [first], newKey: first.publicKey.text };
  const before = readNote(last.note)?.signatures[0]?.keyId;
  if (before === first.publicKey.id) return { keys: [first], newKey: null };
  const handing = former.find(({ publicKey }) => publicKey.id === before);
  if (handing === undefined) {
    throw new SealingStopped(
      `Seal ${last.id} is signed by the key ${before ?? 'of nobody'}, which AUDIT_SIGNING_KEY does not have. To change keys, put the former one behind the new one, with a comma between, until one more seal is made.`,
    );
  }
  return { keys: [first, handing], newKey: first.publicKey.text };
}

/**
 * Writes into the folder that the database was put back to the seal it now ends with, and that the
 * later checkpoints are given up. After that sealing goes on; every verification says so for ever.
 *
 * @returns the seals that are given up, or null where folder and database agree
 */
export async function acceptRestore(
  client: ClientBase,
  { folder, keys }: Sealing,
  reason: string,
): Promise<{ readonly from: number; readonly to: number } | null | 'busy'> {
  return underLock(client, async () => {
    const last = await readLastSeal(client);
    try {
      await agreedEnd(client, folder, last);
      return null;
    } catch (error) {
      if (!(error instanceof SealingStopped)) throw error;
    }
    const { reached } = await endOf(folder);
    // A database with as many seals, but others, is none that was put back.
    if (reached.seal <= (last?.id ?? 0)) await agreedEnd(client, folder, last);
    const { rows } = await client.query<{ now: string }>(`select ${nowSql} as now`);
    const line = restoredLine(
      {
        seal: last?.id ?? 0,
        noteHash: last === null ? null : noteHash(last.note),
        givenUp: reached.seal,
        reason,
        at: rows[0]?.now ?? '',
      },
      keys[0],
    );
    await addLines(folder, [line]);
    return { from: (last?.id ?? 0) + 1, to: reached.seal };
  });
}
