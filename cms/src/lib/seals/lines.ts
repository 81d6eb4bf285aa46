import type { ClientBase } from 'pg';
import { microseconds, readCheckpoint } from './checkpoint';
import { inPieces } from './cursor';
import type { Findings } from './findings';
import { type Ids, readIds } from './ids';
import { hashOfLeaf, leafSql } from './leaf';
import { hashBytes } from './merkle';
import { readNote } from './note';
import { compareValues, type ValuesRow, verifyStrayValues, withValues } from './values';

const second = 1_000_000;
/** How far clocks may step. */
const slack = 5 * second;
/** How long a transaction may be open; as in the sealer. */
const patience = 15 * 60 * second;
/** A line's number and its time are taken in one statement, so both rise together. */
const outOfOrder = 60 * second;
const dueAfter = 60 * second;

/** A line that a seal says there is. */
interface Expected {
  readonly id: number;
  readonly seal: SealRead;
  readonly leaf: Buffer;
}

interface SealRead {
  readonly number: number;
  readonly ids: Ids;
  readonly leaves: Buffer;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly since: number;
}

interface LineRow extends ValuesRow {
  readonly id: string;
  readonly at: string;
  readonly leaf: string;
}

const linesSql = withValues(`id, extract(epoch from at)::text as at, ${leafSql} as leaf, personal`);

const sizeOf = ({ leaf, values }: LineRow): number => leaf.length + (values?.length ?? 0);

/** Reads the lines and what the seals say there must be, both by rising numbers, side by side. */
export async function verifyLines(
  client: ClientBase,
  findings: Findings,
): Promise<{ readonly rows: number; readonly waiting: number; readonly erased: number }> {
  const { now, highest } = await readMoment(client);
  const expected = new ExpectedLines(client);
  let rows = 0;
  let waiting = 0;
  let erased = 0;
  // The time of the lines so far, as far as it can be believed.
  let reached = 0;
  let before: { id: number; seal: number } | undefined;

  const missing = ({ id, seal }: Expected) =>
    before?.id === id
      ? findings.row('row.twice', id, `in seal ${before.seal} and in seal ${seal.number}`)
      : findings.row('row.deleted', id, `deleted, though in seal ${seal.number}`);

  for await (const piece of inPieces<LineRow>(client, linesSql, sizeOf)) {
    for (const row of piece) {
      rows += 1;
      const id = Number(row.id);
      let next = await expected.peek();
      for (; next !== undefined && next.id < id; next = await expected.advance()) missing(next);
      const at = Number(row.at) * second;
      if (next?.id === id) {
        const { seal, leaf } = next;
        if (!hashOfLeaf(row.leaf).equals(leaf)) {
          findings.row('row.changed', id, `changed after seal ${seal.number}`);
        }
        if (!(at <= seal.at + slack && at >= seal.since - patience)) {
          findings.row('row.time', id, `a time that does not fit seal ${seal.number}`);
        } else if (at < reached - outOfOrder) {
          findings.row('row.time', id, 'an earlier time than rows before');
        } else {
          reached = Math.max(reached, at);
        }
        before = { id, seal: seal.number };
        await expected.advance();
      } else if (id < highest) {
        // A transaction may still have been open when the lines after its own were sealed.
        if (at > now - dueAfter && at <= now + slack) waiting += 1;
        else findings.row('row.added', id, 'in no seal, though later rows are: added afterwards');
      } else if (at > now - dueAfter && at <= now + slack) {
        waiting += 1;
      } else {
        findings.row('row.unsealed', id, 'in no seal for more than a minute');
      }
      if (compareValues(row, id, findings)) erased += 1;
    }
  }
  for (let next = await expected.peek(); next !== undefined; next = await expected.advance()) {
    missing(next);
  }
  await verifyStrayValues(client, findings);
  return { rows, waiting, erased };
}

async function readMoment(client: ClientBase): Promise<{ now: number; highest: number }> {
  const { rows } = await client.query<{ now: string; highest: string }>(
    `select extract(epoch from clock_timestamp())::text as now,
      (select coalesce(max(upper(log_ids)) - 1, 0)::text from audit.seals) as highest`,
  );
  return { now: Number(rows[0]?.now) * second, highest: Number(rows[0]?.highest) };
}

interface SealRow {
  readonly id: number;
  readonly ids: string;
  readonly leaves: Buffer;
  readonly note: string;
}

function readSeal({ id, ids, leaves, note }: SealRow): SealRead {
  const checkpoint = readCheckpoint(readNote(note)?.text ?? '');
  return {
    number: id,
    ids: readIds(ids) ?? [],
    leaves,
    at: microseconds(checkpoint?.at ?? ''),
    // The first seal takes in what was written before there was any.
    since: checkpoint?.since == null ? Number.NEGATIVE_INFINITY : microseconds(checkpoint.since),
  };
}

/** A seal whose lines are being read: which of them is next. */
class OpenSeal {
  next: Expected | undefined;
  readonly seal: SealRead;
  #range = 0;
  #index = -1;

  constructor(seal: SealRead) {
    this.seal = seal;
    this.advance();
  }

  advance(): void {
    const { ids, leaves } = this.seal;
    let id = this.next === undefined ? ids[0]?.[0] : this.next.id + 1;
    if (id !== undefined && id === ids[this.#range]?.[1]) {
      this.#range += 1;
      id = ids[this.#range]?.[0];
    }
    this.#index += 1;
    const offset = this.#index * hashBytes;
    this.next =
      id === undefined || offset >= leaves.length
        ? undefined
        : { id, seal: this.seal, leaf: leaves.subarray(offset, offset + hashBytes) };
  }
}

/**
 * The lines of all seals by rising numbers. Seals overlap only where lines came late, so few are open
 * at a time.
 */
class ExpectedLines {
  readonly #pieces: AsyncGenerator<SealRow[], void, undefined>;
  #fetched: SealRead[] = [];
  #isDone = false;
  #open: OpenSeal[] = [];

  constructor(client: ClientBase) {
    this.#pieces = inPieces<SealRow>(
      client,
      'select id, log_ids::text as ids, leaves, note from audit.seals order by lower(log_ids), id',
      ({ leaves, note }) => leaves.length + note.length,
    );
  }

  /** The next line, undefined after the last. */
  async peek(): Promise<Expected | undefined> {
    return (await this.#first())?.next;
  }

  /** Goes past the next line and returns the one after. */
  async advance(): Promise<Expected | undefined> {
    const first = await this.#first();
    first?.advance();
    if (first?.next === undefined) this.#open = this.#open.filter((open) => open !== first);
    return this.peek();
  }

  async #first(): Promise<OpenSeal | undefined> {
    for (;;) {
      let first: OpenSeal | undefined;
      for (const open of this.#open) {
        if (first?.next === undefined || (open.next?.id ?? 0) < first.next.id) first = open;
      }
      if (this.#fetched.length === 0 && !this.#isDone) {
        const { value } = await this.#pieces.next();
        if (value === undefined) this.#isDone = true;
        else this.#fetched = value.map(readSeal).reverse();
        continue;
      }
      const coming = this.#fetched.at(-1);
      const start = coming?.ids[0]?.[0] ?? 0;
      if (coming === undefined || (first?.next !== undefined && first.next.id < start))
        return first;
      this.#fetched.pop();
      const open = new OpenSeal(coming);
      if (open.next !== undefined) this.#open.push(open);
    }
  }
}
