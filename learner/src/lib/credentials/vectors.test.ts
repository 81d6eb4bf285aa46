import { describe, expect, it } from 'vitest';
import { fromBase64url, utf8 } from './bytes.ts';
import { type LoadContext, loadContext } from './contexts.ts';
import { holdsProof, isSignedBy, keyOfMultibase } from './signature.ts';
import { bitAt, bitsOf } from './status.ts';

/**
 * Examples of the standards themselves. The credential and its key are from “Data Integrity EdDSA
 * Cryptosuites v1.0”, appendix B.1 (https://www.w3.org/TR/vc-di-eddsa/), the list from “Bitstring Status
 * List v1.0” (https://www.w3.org/TR/vc-bitstring-status-list/), both under the W3C Software and Document
 * License 2023; the JWS from RFC 8037, appendix A.
 */
const alumni = {
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://www.w3.org/ns/credentials/examples/v2',
  ],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
};
const proof = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  created: '2023-02-24T23:36:38Z',
  verificationMethod:
    'https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2',
  proofPurpose: 'assertionMethod',
  proofValue:
    'z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9',
};
const key = keyOfMultibase('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2');
if (key === null) throw new Error('The key of the example is one of Ed25519.');

/** The context of the examples gives every word a meaning. */
const loadExamples: LoadContext = async (url) =>
  url === 'https://www.w3.org/ns/credentials/examples/v2'
    ? {
        documentUrl: url,
        document: { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } },
      }
    : loadContext(url);

describe('the example of eddsa-rdfc-2022', () => {
  it('is verified', async () => {
    expect(await holdsProof(alumni, proof, key, loadExamples)).toBe(true);
  });

  it.each([
    ['another name', { ...alumni, name: 'Another' }, proof],
    ['another subject', { ...alumni, credentialSubject: { id: 'did:example:x' } }, proof],
    ['another time of signing', alumni, { ...proof, created: '2023-02-24T23:36:39Z' }],
    ['another purpose', alumni, { ...proof, proofPurpose: 'authentication' }],
    ['another signature', alumni, { ...proof, proofValue: `${proof.proofValue.slice(0, -1)}8` }],
    ['no signature', alumni, { ...proof, proofValue: undefined }],
    ['a signature in another alphabet', alumni, { ...proof, proofValue: 'u0OIl' }],
  ])('is refused with %s', async (_what, document, given) => {
    expect(await holdsProof(document, given, key, loadExamples)).toBe(false);
  });

  it('is refused where a context is not known, and nothing is fetched', async () => {
    expect(await holdsProof(alumni, proof, key, loadContext)).toBe(false);
  });
});

it('the example of a JWS with Ed25519 is verified', async () => {
  const publicKey = fromBase64url('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo');
  const signature = fromBase64url(
    'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  );
  if (publicKey === null || signature === null) throw new Error('The example is base64url.');
  const signed = (text: string) => isSignedBy(publicKey, signature, utf8(text));
  expect(await signed('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc')).toBe(true);
  expect(await signed('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmd')).toBe(false);
});

it('the example of a status list is one of 131,072 in which nothing is revoked', async () => {
  const bits = await bitsOf(
    'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
  );
  expect(bits?.length).toBe(131_072 / 8);
  expect(bits?.some((byte) => byte !== 0)).toBe(false);
  expect(bits && [bitAt(bits, 94_567), bitAt(bits, 131_071), bitAt(bits, 131_072)]).toEqual([
    false,
    false,
    undefined,
  ]);
});
