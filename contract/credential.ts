import { z } from 'zod';
import { endpoint } from './endpoint';
import { nothing } from './shared';

/** A JWK of Ed25519 (RFC 8037). */
const jwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
  kid: z.string(),
});

/** A key of the school: as a Multikey, which proofs name, or as a JWK, which JWTs name. */
const verificationMethod = z.object({
  id: z.string(),
  type: z.enum(['Multikey', 'JsonWebKey']),
  controller: z.string(),
  /** Since when it vouches for nothing any more. */
  revoked: z.iso.datetime().optional(),
  publicKeyMultibase: z.string().optional(),
  publicKeyJwk: jwk.optional(),
});

/** What did:web finds at `/.well-known/did.json`. */
export const didDocument = z.object({
  '@context': z.array(z.string()),
  id: z.string(),
  alsoKnownAs: z.array(z.string()),
  verificationMethod: z.array(verificationMethod),
  assertionMethod: z.array(z.string()),
});
export type DidDocument = z.infer<typeof didDocument>;

export const getIssuer = endpoint({
  method: 'GET',
  path: '/issuer',
  summary: 'Who issues the certificates here, and with which keys they are and were signed.',
  who: 'anyone',
  params: nothing,
  body: nothing,
  reply: z.object({ did_document: didDocument }),
  errors: [],
});

/** The credential as it was signed, letter for letter: `application/vc`. */
export const credentialPath = (secret: string): string =>
  `/certificates/by-secret/${secret}/credential`;

/** The same as a compact JWS: `application/vc+jwt`. */
export const credentialJwtPath = (secret: string): string =>
  `/certificates/by-secret/${secret}/credential.jwt`;

/** A Bitstring Status List, signed a moment ago, from 1: `application/vc`. */
export const statusListPath = (list: string): string => `/issuer/status/${list}`;
