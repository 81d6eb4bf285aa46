import { hash } from 'node:crypto';
import { type Ids, readIds, textOfIds } from './ids';

/** What a seal's note says. */
export interface Checkpoint {
  /** The seal's number, from 1. */
  readonly seal: number;
  /** How many lines. */
  readonly size: number;
  /** Base64 of the Merkle root over their leaves. */
  readonly root: string;
  readonly ids: Ids;
  /** Base64 of SHA-256 of the note before, signatures and all; null for the first. */
  readonly previous: string | null;
  /** When the note before was made: what was committed since then is in here. Null for the first. */
  readonly since: string | null;
  /** When this one was made, by the database's clock: ISO 8601, UTC, microseconds. */
  readonly at: string;
  /** The key that signs from here on, where it did not sign before. */
  readonly newKey: string | null;
}

const origin = 'ourshiksha-audit/';

/**
 * The note's text in the form of C2SP's checkpoints (https://c2sp.org/tlog-checkpoint): origin, tree
 * size, root, extension lines. A seal is a tree of its own, so its number is part of the origin.
 */
export function checkpointText(checkpoint: Checkpoint): string {
  const { seal, size, root, ids, previous, since, at, newKey } = checkpoint;
  return [
    `${origin}${seal}`,
    String(size),
    root,
    `ids ${textOfIds(ids)}`,
    `previous ${previous ?? '-'}`,
    `since ${since ?? '-'}`,
    `at ${at}`,
    ...(newKey === null ? [] : [`key ${newKey}`]),
    '',
  ].join('\n');
}

const form =
  /^ourshiksha-audit\/(?<seal>[1-9]\d*)\n(?<size>[1-9]\d*)\n(?<root>\S+)\nids (?<ids>\S+)\nprevious (?<previous>\S+)\nsince (?<since>\S+)\nat (?<at>\S+)\n(?:key (?<key>\S+)\n)?$/;

/** Undefined where the text is not one that `checkpointText` writes. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const found = form.exec(text)?.groups;
  const ids = readIds(found?.ids ?? '');
  if (found === undefined || ids === undefined) return undefined;
  const unless = (value: string | undefined) =>
    value === undefined || value === '-' ? null : value;
  return {
    seal: Number(found.seal),
    size: Number(found.size),
    root: found.root ?? '',
    ids,
    previous: unless(found.previous),
    since: unless(found.since),
    at: found.at ?? '',
    newKey: unless(found.key),
  };
}

/** How a note is named by the one after it. */
export const noteHash = (note: string): string => hash('sha256', note, 'base64');

/** Microseconds since 1970 of a checkpoint's time, NaN where it is none. */
export function microseconds(at: string): number {
  const parts = /^(?<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(?<micro>\d{6})Z$/.exec(at)?.groups;
  if (parts === undefined) return Number.NaN;
  return Date.parse(`${parts.second}Z`) * 1000 + Number(parts.micro);
}
