import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto';
import { EnvironmentError } from '../environment';

/** Under which the keys sign, in every note. */
export const keyName = 'ourshiksha-audit';

/** The byte by which the format names Ed25519. */
const ed25519 = Buffer.of(1);
/** What a DER SubjectPublicKeyInfo of Ed25519 has before its 32 bytes (RFC 8410, section 10.1). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export interface PublicKey {
  readonly key: KeyObject;
  /** Four bytes, hexadecimal: enough to find the key by, not to trust it. */
  readonly id: string;
  /** `name+id+base64`, the verifier key of C2SP's signed notes (https://c2sp.org/signed-note). */
  readonly text: string;
}

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

function publicKeyOf(raw: Buffer): PublicKey {
  const typed = Buffer.concat([ed25519, raw]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${keyName}\n`), typed]), 'buffer')
    .subarray(0, 4)
    .toString('hex');
  return {
    key: createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' }),
    id,
    text: `${keyName}+${id}+${typed.toString('base64')}`,
  };
}

/** Undefined where the text is no verifier key of ours. */
export function readPublicKey(text: string): PublicKey | undefined {
  const [name, id, ...rest] = text.trim().split('+');
  // Base64 has plus signs of its own.
  const bytes = Buffer.from(rest.join('+'), 'base64');
  if (name !== keyName || bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const key = publicKeyOf(bytes.subarray(1));
  return key.id === id ? key : undefined;
}

/**
 * The keys of AUDIT_SIGNING_KEY: each the base64 of an Ed25519 private key in PKCS#8, separated by
 * commas. The first signs; the others are former ones, which hand over to it.
 */
export function readSigningKeys(text: string): readonly [SigningKey, ...SigningKey[]] {
  const [first, ...others] = text.split(',').map((part) => {
    try {
      const privateKey = createPrivateKey({
        key: Buffer.from(part.trim(), 'base64'),
        format: 'der',
        type: 'pkcs8',
      });
      if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('of another kind');
      const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
      return { privateKey, publicKey: publicKeyOf(spki.subarray(spkiPrefix.length)) };
    } catch {
      throw new EnvironmentError(
        'The environment variable AUDIT_SIGNING_KEY must be an Ed25519 private key (PKCS#8, DER, base64), as “openssl genpkey -algorithm ed25519 -outform DER | base64 -w0” makes one.',
      );
    }
  });
  return [first as SigningKey, ...others];
}
