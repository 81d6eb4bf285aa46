// @ts-expect-error The package brings no types along.
import jsonld from 'jsonld';
import { type Bytes, fromBase58, joined, sha256 } from './bytes.ts';
import { credentialsV2, type LoadContext } from './contexts.ts';

/** The 32 bytes of an Ed25519 public key. */
export type PublicKey = Bytes;

/** By which multicodec names an Ed25519 public key. */
const codec = [0xed, 0x01];

/** The key that a Multikey (`z6Mk…`) is; null where it is none of Ed25519. */
export function keyOfMultibase(text: string): PublicKey | null {
  const bytes = text.startsWith('z') ? fromBase58(text.slice(1)) : null;
  if (bytes?.length !== 34 || bytes[0] !== codec[0] || bytes[1] !== codec[1]) return null;
  return bytes.slice(2);
}

/** Whether `signature` over `message` was made with the private half of `key` (RFC 8032). */
export async function isSignedBy(
  key: PublicKey,
  signature: Bytes,
  message: Bytes,
): Promise<boolean> {
  if (signature.length !== 64 || key.length !== 32) return false;
  const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', imported, signature, message);
}

/** A word that no context knows is not signed, so a document with one is refused with an error. */
const canonical = (document: object, documentLoader: LoadContext): Promise<string> =>
  jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader,
    safe: true,
  });

/**
 * Whether a Data Integrity proof of the suite eddsa-rdfc-2022 is over this document (W3C, Data
 * Integrity EdDSA Cryptosuites 1.0, section 3.2.2). `document` comes without its proof.
 */
export async function holdsProof(
  document: object,
  proof: Readonly<Record<string, unknown>>,
  key: PublicKey,
  loadContext: LoadContext,
): Promise<boolean> {
  const { proofValue, ...options } = proof;
  if (typeof proofValue !== 'string' || !proofValue.startsWith('z')) return false;
  const signature = fromBase58(proofValue.slice(1));
  if (signature === null) return false;
  try {
    const context = '@context' in document ? document['@context'] : credentialsV2;
    const [ofOptions, ofDocument] = await Promise.all([
      canonical({ '@context': context, ...options }, loadContext),
      canonical(document, loadContext),
    ]);
    const message = joined(await sha256(ofOptions), await sha256(ofDocument));
    return await isSignedBy(key, signature, message);
  } catch {
    return false;
  }
}
