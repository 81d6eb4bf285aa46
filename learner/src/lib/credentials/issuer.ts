import { fromBase64url } from './bytes.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from './json.ts';
import { keyOfMultibase, type PublicKey } from './signature.ts';

export type KeyState =
  | { readonly state: 'known'; readonly key: PublicKey }
  | { readonly state: 'revoked' | 'unknown' };

/** The key that a did.json has under `method`, if it may sign credentials and was not revoked. */
export function keyIn(didDocument: Fields, method: string): KeyState {
  const entry = listAt(didDocument, 'verificationMethod').find((one) => one.id === method);
  if (entry === undefined || entry.controller !== didDocument.id) return { state: 'unknown' };
  if (entry.revoked !== undefined) return { state: 'revoked' };
  const { assertionMethod } = didDocument;
  if (!Array.isArray(assertionMethod) || !assertionMethod.includes(method)) {
    return { state: 'unknown' };
  }
  const jwk = fieldsAt(entry, 'publicKeyJwk');
  const key =
    entry.type === 'Multikey'
      ? keyOfMultibase(textAt(entry, 'publicKeyMultibase') ?? '')
      : jwk.kty === 'OKP' && jwk.crv === 'Ed25519'
        ? fromBase64url(textAt(jwk, 'x') ?? '')
        : null;
  return key === null ? { state: 'unknown' } : { state: 'known', key };
}

/** Who issued: `issuer` is an identifier or an object with one. */
export function issuerIdOf(credential: Fields): string | null {
  const { issuer } = credential;
  return isFields(issuer) ? textAt(issuer, 'id') : typeof issuer === 'string' ? issuer : null;
}

/** Where the did.json of a did:web lies; null for an identifier of another method. */
export function didAddress(did: string): string | null {
  const [method, name, host, ...path] = did.split(':');
  if (method !== 'did' || name !== 'web' || !host) return null;
  const at = decodeURIComponent(host);
  const scheme = /^(localhost|127\.0\.0\.1)(:|$)/.test(at) ? 'http' : 'https';
  const folder = path.length === 0 ? '.well-known' : path.join('/');
  return `${scheme}://${at}/${folder}/did.json`;
}
