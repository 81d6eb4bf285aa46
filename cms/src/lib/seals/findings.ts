import { countOf, type Ids, sayIds } from './ids';

/** What a verification can find. The words are stable; texts may change. */
export type FindingKind =
  | 'row.deleted'
  | 'row.changed'
  /** In no seal, though lines written after it are. */
  | 'row.added'
  /** In no seal for longer than a minute, and nothing after it is either. */
  | 'row.unsealed'
  | 'row.twice'
  /** Out of line with the time of its seal, or of the lines before it. */
  | 'row.time'
  | 'values.changed'
  | 'values.deleted'
  | 'values.added'
  | 'seal.missing'
  | 'seal.changed'
  | 'seal.forged'
  | 'seal.unlinked'
  | 'seal.unknown-key'
  /** The folder has checkpoints that come after the last seal of the database. */
  | 'database.older'
  | 'checkpoint.differs'
  | 'checkpoint.missing'
  | 'checkpoint.broken';

/** One thing found; neighbouring lines, or seals, of which the same is to be said are one. */
export interface Finding {
  readonly kind: FindingKind;
  readonly text: string;
  /** The lines of the log meant. */
  readonly rows?: Ids;
  /** The seals meant. */
  readonly seals?: Ids;
}

const sayRows = (ids: Ids): string => `${isOne(ids) ? 'Row' : 'Rows'} ${sayIds(ids)}`;
const saySeals = (ids: Ids): string => `${isOne(ids) ? 'Seal' : 'Seals'} ${sayIds(ids)}`;
const isOne = (ids: Ids): boolean => countOf(ids) === 1;

interface Pending {
  readonly kind: FindingKind;
  readonly of: 'row' | 'seal';
  readonly says: string;
  range: [number, number];
}

/** Hands findings on one by one, neighbours together, and keeps none. */
export class Findings {
  #pending = new Map<string, Pending>();
  readonly #report: (finding: Finding) => void;

  constructor(report: (finding: Finding) => void) {
    this.#report = report;
  }

  /** `says` goes on after “Row 17: ” or “Rows 17–19: ”. */
  row(kind: FindingKind, id: number, says: string): void {
    this.#add(kind, 'row', [id, id + 1], says);
  }

  /** `says` goes on after “Seal 5: ” or “Seals 5–7: ”. */
  seal(kind: FindingKind, id: number, says: string): void {
    this.#add(kind, 'seal', [id, id + 1], says);
  }

  /** The same for the seals from one number up to, not including, another. */
  seals(kind: FindingKind, from: number, to: number, says: string): void {
    if (from < to) this.#add(kind, 'seal', [from, to], says);
  }

  /** What is not to be joined with a neighbour. */
  one(finding: Finding): void {
    this.#report(finding);
  }

  #add(kind: FindingKind, of: Pending['of'], [from, to]: [number, number], says: string): void {
    const key = `${of} ${kind}`;
    const pending = this.#pending.get(key);
    if (pending !== undefined && pending.says === says && pending.range[1] === from) {
      pending.range[1] = to;
      return;
    }
    if (pending !== undefined) this.#hand(pending);
    this.#pending.set(key, { kind, of, says, range: [from, to] });
  }

  #hand({ kind, of, says, range }: Pending): void {
    const ids: Ids = [range];
    const subject = of === 'row' ? sayRows(ids) : saySeals(ids);
    const meant = of === 'row' ? { rows: ids } : { seals: ids };
    this.#report({ kind, text: `${subject}: ${says}.`, ...meant });
  }

  /** To be called at the end: hands on what waited for neighbours. */
  end(): void {
    for (const pending of this.#pending.values()) this.#hand(pending);
    this.#pending.clear();
  }
}
