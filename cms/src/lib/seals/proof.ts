import type { ClientBase } from 'pg';
import { type Checkpoint, readCheckpoint } from './checkpoint';
import { indexIn } from './ids';
import type { PublicKey } from './keys';
import { hashOfLeaf, type LogLine, leafSql, readLeaf } from './leaf';
import { pathTo, rootFromPath } from './merkle';
import { isSignedBy, readNote } from './note';

export const proofForm = 'ourshiksha.audit-proof/1';

/**
 * That a line was in the log, unchanged, when a checkpoint was signed. Whoever has it and the public
 * key needs nothing else.
 */
export interface Proof {
  readonly format: typeof proofForm;
  /** The leaf's bytes, as UTF-8; see leaf.ts. */
  readonly leaf: string;
  /** Its place in the seal's tree, from 0. */
  readonly index: number;
  /** Base64 of the hashes beside the way from the leaf to the root. */
  readonly path: readonly string[];
  /** The seal's signed checkpoint. */
  readonly note: string;
}

export type ProofMade =
  | { readonly kind: 'made'; readonly proof: Proof }
  | { readonly kind: 'no-row' }
  | { readonly kind: 'unsealed' };

export async function makeProof(client: ClientBase, id: number): Promise<ProofMade> {
  const { rows } = await client.query<{ leaf: string }>(
    `select ${leafSql} as leaf from audit.log where id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return { kind: 'no-row' };
  const found = await client.query<{ leaves: Buffer; note: string }>(
    'select leaves, note from audit.seals where log_ids @> $1::bigint',
    [id],
  );
  const [seal] = found.rows;
  const checkpoint = readCheckpoint(readNote(seal?.note ?? '')?.text ?? '');
  if (seal === undefined || checkpoint === undefined) return { kind: 'unsealed' };
  const index = indexIn(checkpoint.ids, id);
  const path = pathTo(seal.leaves, index).map((hash) => hash.toString('base64'));
  return {
    kind: 'made',
    proof: { format: proofForm, leaf: row.leaf, index, path, note: seal.note },
  };
}

export type ProofChecked =
  | { readonly holds: true; readonly line: LogLine; readonly checkpoint: Checkpoint }
  | { readonly holds: false; readonly why: string };

/** Checks a proof, as parsed from JSON, with nothing but keys. */
export function checkProof(given: unknown, keys: readonly PublicKey[]): ProofChecked {
  const no = (why: string): ProofChecked => ({ holds: false, why });
  if (!isProof(given)) return no(`It is not a proof of the format ${proofForm}.`);
  const { leaf, index, path, note } = given;
  const line = readLeaf(leaf);
  const signed = readNote(note);
  const checkpoint = readCheckpoint(signed?.text ?? '');
  if (line === undefined) return no('Its leaf is no line of the log.');
  if (signed === undefined || checkpoint === undefined) return no('Its note is no checkpoint.');
  if (!keys.some((key) => isSignedBy(signed, key))) {
    return no('Its checkpoint is not signed by a key that was given.');
  }
  if (indexIn(checkpoint.ids, Number(line.id)) !== index) {
    return no(`Row ${line.id} does not have that place in seal ${checkpoint.seal}.`);
  }
  const hashes = path.map((text) => Buffer.from(text, 'base64'));
  const root = rootFromPath(hashOfLeaf(leaf), index, checkpoint.size, hashes);
  if (root?.toString('base64') !== checkpoint.root) {
    return no(`Row ${line.id} does not lead to the root that was signed: it was changed.`);
  }
  return { holds: true, line, checkpoint };
}

function isProof(given: unknown): given is Proof {
  if (typeof given !== 'object' || given === null) return false;
  const { format, leaf, index, path, note } = given as Partial<Record<keyof Proof, unknown>>;
  return (
    format === proofForm &&
    typeof leaf === 'string' &&
    Number.isSafeInteger(index) &&
    Array.isArray(path) &&
    path.every((hash) => typeof hash === 'string' && Buffer.from(hash, 'base64').length === 32) &&
    typeof note === 'string'
  );
}
