import type { DidDocument } from '@ourshiksha/contract/credential';
import { jwkOf } from './keys';

/**
 * The school's identifier by the method did:web, from the learner site's address: the host, a port
 * with its colon as %3A, and the path's parts with colons between. An address by number is against the
 * method's rules, and works all the same where everybody is on one machine.
 */
export function didOf(learnerUrl: string): string {
  const { host, pathname } = new URL(learnerUrl);
  const path = pathname.split('/').filter((part) => part !== '');
  return ['did:web', encodeURIComponent(host), ...path].join(':');
}

export const statusListUrl = (learnerUrl: string, list: number): string =>
  `${learnerUrl}/issuer/status/${list}`;

export interface KnownKey {
  readonly key_id: string;
  /** An instant, ISO 8601; null while what it signed counts. */
  readonly revoked_at: string | null;
}

/**
 * The document behind the identifier. Each key stands in it twice: as the Multikey that proofs name and
 * as the JWK that JWTs name. Former keys stay, because what they signed is still valid; one that was
 * revoked stays to be seen as such, and vouches for nothing.
 */
export function didDocument(learnerUrl: string, keys: readonly KnownKey[]): DidDocument {
  const did = didOf(learnerUrl);
  const methods = keys.map(({ key_id, revoked_at }) => {
    const jwk = jwkOf(key_id);
    const revoked = revoked_at === null ? {} : { revoked: seconds(revoked_at) };
    const common = { controller: did, ...revoked };
    return {
      isRevoked: revoked_at !== null,
      entries: [
        {
          id: `${did}#${key_id}`,
          type: 'Multikey' as const,
          ...common,
          publicKeyMultibase: key_id,
        },
        {
          id: `${did}#${jwk.kid}`,
          type: 'JsonWebKey' as const,
          ...common,
          publicKeyJwk: jwk,
        },
      ],
    };
  });
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ],
    id: did,
    alsoKnownAs: [learnerUrl],
    verificationMethod: methods.flatMap(({ entries }) => entries),
    assertionMethod: methods
      .filter(({ isRevoked }) => !isRevoked)
      .flatMap(({ entries }) => entries.map(({ id }) => id)),
  };
}

/** An instant in whole seconds. */
export const seconds = (instant: string | Date): string =>
  new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
