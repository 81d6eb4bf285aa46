import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { EnvironmentError } from '../../../../lib/environment';
import { fromBase58, toBase58 } from './base58';

/** What a DER SubjectPublicKeyInfo of Ed25519 has before its 32 bytes (RFC 8410, section 10.1). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
/** By which multicodec names an Ed25519 public key, as a varint. */
const ed25519Codec = Buffer.of(0xed, 0x01);

/** The key credentials are signed with. */
export interface IssuerKey {
  /** The public key as a Multikey (Controlled Identifiers 1.0, section 2.2.2): `z6Mk…`. It is the key's name. */
  readonly id: string;
  sign(bytes: Uint8Array): Buffer;
}

/** The key of CREDENTIAL_SIGNING_KEY: the base64 of an Ed25519 private key in PKCS#8. */
export function readIssuerKey(text: string): IssuerKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({
      key: Buffer.from(text.trim(), 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('of another kind');
  } catch {
    throw new EnvironmentError(
      'The environment variable CREDENTIAL_SIGNING_KEY must be an Ed25519 private key (PKCS#8, DER, base64), as “openssl genpkey -algorithm ed25519 -outform DER | base64 -w0” makes one.',
    );
  }
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const raw = spki.subarray(spkiPrefix.length);
  return {
    id: `z${toBase58(Buffer.concat([ed25519Codec, raw]))}`,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  /** The thumbprint of RFC 7638. */
  readonly kid: string;
}

/** The same public key as a JWK, by which JWTs name it. */
export function jwkOf(keyId: string): PublicJwk {
  const raw = rawOf(keyId);
  const x = raw.toString('base64url');
  const kid = createHash('sha256')
    .update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
    .digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, alg: 'EdDSA', use: 'sig', kid };
}

/** The 32 bytes of a key's name. */
function rawOf(keyId: string): Buffer {
  const bytes = fromBase58(keyId.slice(1));
  if (bytes.length !== 34 || !bytes.subarray(0, 2).equals(ed25519Codec)) {
    throw new Error(`${keyId} names no Ed25519 key.`);
  }
  return bytes.subarray(2);
}
