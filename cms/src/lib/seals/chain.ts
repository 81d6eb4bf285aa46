import type { ClientBase } from 'pg';
import { type Checkpoint, microseconds, noteHash, readCheckpoint } from './checkpoint';
import {
  type CheckpointLine,
  isRestored,
  linesOf,
  type RestoredLine,
  readLine,
  readRestored,
} from './checkpoint-file';
import { inPieces } from './cursor';
import type { Finding, Findings } from './findings';
import { countOf, sayIds, textOfIds } from './ids';
import { type PublicKey, readPublicKey } from './keys';
import { hashBytes, rootOf } from './merkle';
import { isSignedBy, readNote } from './note';

export interface VerifyOptions {
  /** Where the checkpoints are; null to leave them out, which finds no restored backup. */
  readonly folder: string | null;
  /** The keys one of which must have signed last. */
  readonly trusted: readonly PublicKey[];
  /** Called for each finding as it is made; none is kept here. */
  readonly onFinding: (finding: Finding) => void;
  /** Seconds after which a seal's checkpoint has to be in the folder; 60 unless said. */
  readonly exportDueAfter?: number;
}

interface Row {
  readonly id: number;
  readonly ids: string;
  readonly highest: string;
  readonly leaves: Buffer;
  readonly note: string;
  readonly at: string;
  readonly age: string;
}

const sealsSql = `select id, log_ids::text as ids, highest_log_id::text as highest, leaves, note,
  extract(epoch from created_at)::text as at,
  extract(epoch from clock_timestamp() - created_at)::text as age
  from audit.seals order by id`;

const sizeOf = ({ leaves, note }: Row): number => leaves.length + note.length;

/** What the seals before have left for the next one to agree with. */
interface Link {
  readonly seal: number;
  readonly noteHash: string | null;
  readonly at: string | null;
  readonly highest: number;
  readonly key: PublicKey | undefined;
}

/** Compares each seal with itself, with the one before, and with its checkpoint outside. */
export async function verifyChain(
  client: ClientBase,
  { folder, trusted, exportDueAfter = 60 }: VerifyOptions,
  findings: Findings,
): Promise<{ readonly seals: number; readonly remarks: readonly string[] }> {
  const remarks: string[] = [];
  // Before the first statement, after which nothing new is seen: so every checkpoint has its seal.
  const restores = folder === null ? [] : await readRestores(folder, trusted, findings, remarks);
  const file = new Checkpoints(folder, restores, findings);
  let last: Link = { seal: 0, noteHash: null, at: null, highest: 0, key: undefined };
  let seals = 0;
  await file.next();
  for await (const rows of inPieces<Row>(client, sealsSql, sizeOf)) {
    for (const row of rows) {
      seals += 1;
      await reportMissing(last.seal + 1, row.id, file, findings);
      await compareWithFile(row, file, { folder, exportDueAfter }, findings);
      last = compareWithLink(row, last, findings);
    }
  }
  await reportOlder(file, last.seal, findings);
  if (last.key !== undefined && !trusted.some(({ text }) => text === last.key?.text)) {
    findings.seal(
      'seal.unknown-key',
      last.seal,
      `signed by ${last.key.text}, which is none of the keys given`,
    );
  }
  return { seals, remarks };
}

/** The seals from one number up to, not including, another are not in the database. */
async function reportMissing(
  from: number,
  to: number,
  file: Checkpoints,
  findings: Findings,
): Promise<void> {
  let number = from;
  for (let { line } = file; line !== undefined && line.seal < to; line = await file.next()) {
    if (line.seal < number) continue;
    findings.seals('seal.missing', number, line.seal, 'gone, and so is the checkpoint');
    const ids = checkpointOf(line)?.ids ?? [];
    findings.seal('seal.missing', line.seal, `gone; rows ${sayIds(ids)} by the checkpoint`);
    number = line.seal + 1;
  }
  findings.seals('seal.missing', number, to, 'gone, and there is no checkpoint');
}

const checkpointOf = ({ note }: { readonly note: string }): Checkpoint | undefined =>
  readCheckpoint(readNote(note)?.text ?? '');

async function compareWithFile(
  row: Row,
  file: Checkpoints,
  { folder, exportDueAfter }: { readonly folder: string | null; readonly exportDueAfter: number },
  findings: Findings,
): Promise<void> {
  if (folder === null) return;
  const line = await file.lineOf(row.id);
  if (line === undefined) {
    if (Number(row.age) > exportDueAfter) {
      findings.seal('checkpoint.missing', row.id, `no checkpoint in ${folder}`);
    }
  } else if (line.note !== row.note) {
    const ids = checkpointOf(line)?.ids;
    findings.one({
      kind: 'checkpoint.differs',
      text: `Seal ${row.id}: not the one of the checkpoint in ${folder}${ids === undefined ? '' : `, which has rows ${sayIds(ids)}`}.`,
      seals: [[row.id, row.id + 1]],
      ...(ids === undefined ? {} : { rows: ids }),
    });
  }
}

function compareWithLink(row: Row, last: Link, findings: Findings): Link {
  const note = readNote(row.note);
  const checkpoint = note && readCheckpoint(note.text);
  const next = { seal: row.id, noteHash: noteHash(row.note), at: checkpoint?.at ?? null };
  if (note === undefined || checkpoint === undefined) {
    findings.seal('seal.changed', row.id, 'the note is not in the form of one');
    return { ...last, ...next };
  }
  for (const sentence of disagreements(row, checkpoint, last)) {
    findings.seal('seal.changed', row.id, sentence);
  }
  // Where the one before is missing there is nothing to be linked to.
  if (last.seal === row.id - 1 && checkpoint.previous !== last.noteHash) {
    findings.seal('seal.unlinked', row.id, 'does not name the seal before it');
  } else if (last.seal === row.id - 1 && checkpoint.since !== last.at) {
    findings.seal('seal.unlinked', row.id, 'does not name the time of the seal before it');
  }
  const highest = Math.max(last.highest, (checkpoint.ids.at(-1)?.[1] ?? 1) - 1);
  const key = checkpoint.newKey === null ? last.key : readPublicKey(checkpoint.newKey);
  // A key that takes over is brought in by the one before; the first has nobody before it.
  const expected = checkpoint.newKey === null ? [key] : last.key ? [key, last.key] : [key];
  const isSigned = expected.every((signer) => signer !== undefined && isSignedBy(note, signer));
  if (!isSigned || note.signatures.length !== expected.length) {
    findings.seal('seal.forged', row.id, 'not signed by the key that signed before');
  }
  return { ...next, highest, key: key ?? last.key };
}

/** What the row says otherwise than its signed note, as words that go on after “Seal 5: ”. */
function* disagreements(row: Row, checkpoint: Checkpoint, last: Link): Generator<string> {
  if (checkpoint.seal !== row.id) yield `has the note of seal ${checkpoint.seal}`;
  if (textOfIds(checkpoint.ids) !== row.ids) {
    yield `names rows ${row.ids}, the note ${sayIds(checkpoint.ids)}`;
  }
  const { size } = checkpoint;
  if (size !== countOf(checkpoint.ids) || size * hashBytes !== row.leaves.length) {
    yield `has ${row.leaves.length / hashBytes} hashes, the note says ${size} rows`;
  } else if (rootOf(row.leaves).toString('base64') !== checkpoint.root) {
    yield 'the hashes do not lead to the root in the note';
  }
  if (Math.round(Number(row.at) * 1_000_000) !== microseconds(checkpoint.at)) {
    yield `has another time than the note, ${checkpoint.at}`;
  }
  const highest = Math.max(last.highest, (checkpoint.ids.at(-1)?.[1] ?? 1) - 1);
  // What came before it is unknown where a seal is missing.
  if (last.seal === row.id - 1 && Number(row.highest) !== highest) {
    yield `says the highest row was ${row.highest}, it was ${highest}`;
  }
  if (!(microseconds(checkpoint.at) > (last.at === null ? 0 : microseconds(last.at)))) {
    yield 'not later than the seal before it';
  }
}

async function reportOlder(file: Checkpoints, seal: number, findings: Findings): Promise<void> {
  const lost: Checkpoint[] = [];
  let first: number | undefined;
  let end: number | undefined;
  let rows = 0;
  for (let line = file.line; line !== undefined; line = await file.next()) {
    first ??= line.seal;
    end = line.seal;
    const checkpoint = checkpointOf(line);
    if (checkpoint === undefined) continue;
    rows += checkpoint.size;
    if (lost.length < 100) lost.push(checkpoint);
  }
  if (first === undefined || end === undefined) return;
  const ids = lost.flatMap((checkpoint) => checkpoint.ids);
  findings.one({
    kind: 'database.older',
    text: `The database ends with seal ${seal}, but there are checkpoints of seals ${sayIds([[first, end + 1]])} with ${rows} rows, the first of them ${sayIds(ids.slice(0, 3))}: it was cut off there, or put back from an older backup.`,
    seals: [[first, end + 1]],
    rows: ids,
  });
}

/** A restore that was accepted: the seals after `seal` whose lines stand before it are given up. */
interface Restore {
  readonly line: number;
  readonly seal: number;
}

async function readRestores(
  folder: string,
  trusted: readonly PublicKey[],
  findings: Findings,
  remarks: string[],
): Promise<Restore[]> {
  const restores: Restore[] = [];
  for await (const { number, text } of linesOf(folder)) {
    const line = readLine(text);
    if (line === undefined || !isRestored(line)) continue;
    const restored = readAccepted(line, trusted);
    if (restored === undefined) {
      findings.one({
        kind: 'checkpoint.broken',
        text: `Line ${number} of the checkpoints says that an older database was put back, but it is not signed by a key given.`,
      });
      continue;
    }
    restores.push({ line: number, seal: restored.seal });
    remarks.push(
      `On ${restored.at} a database was put back that ended with seal ${restored.seal}; seals up to ${restored.givenUp} were given up. Reason: ${restored.reason}`,
    );
  }
  return restores;
}

function readAccepted(line: RestoredLine, trusted: readonly PublicKey[]) {
  const note = readNote(line.note);
  const restored = readRestored(line);
  return note !== undefined && trusted.some((key) => isSignedBy(note, key)) ? restored : undefined;
}

/** The checkpoints of the file in rising order, without those that a later restore gave up. */
class Checkpoints {
  /** The one that is to be compared next; undefined at the end. */
  line: CheckpointLine | undefined;
  readonly #lines: AsyncGenerator<{ readonly number: number; readonly text: string }> | undefined;
  readonly #restores: readonly Restore[];
  readonly #findings: Findings;
  #reached = 0;
  #cutOff: { readonly number: number; readonly text: string } | undefined;

  constructor(folder: string | null, restores: readonly Restore[], findings: Findings) {
    this.#lines = folder === null ? undefined : linesOf(folder);
    this.#restores = restores;
    this.#findings = findings;
  }

  async next(): Promise<CheckpointLine | undefined> {
    this.line = undefined;
    for (;;) {
      const { value } = (await this.#lines?.next()) ?? { value: undefined };
      if (value === undefined) return undefined;
      const line = readLine(value.text);
      if (line === undefined) {
        this.#broken();
        this.#cutOff = value;
        continue;
      }
      // What a crash cut off is the beginning of the line that follows it.
      if (this.#cutOff !== undefined && value.text.startsWith(this.#cutOff.text)) {
        this.#cutOff = undefined;
      }
      this.#broken();
      if (isRestored(line)) {
        if (this.#restores.some((restore) => restore.line === value.number)) {
          this.#reached = line.restored;
        }
        continue;
      }
      const isGivenUp = this.#restores.some(
        (restore) => restore.line > value.number && restore.seal < line.seal,
      );
      if (isGivenUp) continue;
      if (line.seal <= this.#reached) {
        this.#findings.one({
          kind: 'checkpoint.broken',
          text: `Line ${value.number} of the checkpoints has seal ${line.seal} out of turn.`,
          seals: [[line.seal, line.seal + 1]],
        });
        continue;
      }
      this.#reached = line.seal;
      this.line = line;
      return line;
    }
  }

  #broken(): void {
    if (this.#cutOff === undefined) return;
    this.#findings.one({
      kind: 'checkpoint.broken',
      text: `Line ${this.#cutOff.number} of the checkpoints is no checkpoint.`,
    });
    this.#cutOff = undefined;
  }

  /** The line of a seal, past which the reading goes on; undefined where the file has none. */
  async lineOf(seal: number): Promise<CheckpointLine | undefined> {
    while (this.line !== undefined && this.line.seal < seal) await this.next();
    const { line } = this;
    if (line?.seal !== seal) return undefined;
    await this.next();
    return line;
  }
}
