import { createHash } from 'node:crypto';
import { toBase58 } from './base58';
import { canonical } from './canonical';
import { credentialsV2 } from './contexts';
import type { IssuerKey } from './keys';

export interface Proof {
  readonly type: 'DataIntegrityProof';
  readonly cryptosuite: 'eddsa-rdfc-2022';
  readonly created: string;
  readonly verificationMethod: string;
  readonly proofPurpose: 'assertionMethod';
  readonly proofValue: string;
}

/** A document of JSON-LD, before it is signed. */
export interface Unsigned {
  readonly '@context': readonly string[];
  readonly issuer: string | { readonly id: string };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * The document with a proof of the suite eddsa-rdfc-2022 (W3C, Data Integrity EdDSA Cryptosuites 1.0,
 * section 3.2): the signature is over the hash of the proof's options and the hash of the document,
 * both canonical, so neither can be changed nor the proof moved to another document.
 *
 * @param created an instant in whole seconds, ISO 8601
 */
export async function withProof<Document extends Unsigned>(
  document: Document,
  key: IssuerKey,
  created: string,
): Promise<Document & { readonly proof: readonly [Proof] }> {
  const issuer = typeof document.issuer === 'string' ? document.issuer : document.issuer.id;
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created,
    verificationMethod: `${issuer}#${key.id}`,
    proofPurpose: 'assertionMethod',
  } as const;
  // The other contexts say nothing of these words, and each costs time.
  const ofOptions = await canonical({ '@context': credentialsV2, ...options });
  const ofDocument = await canonical(document);
  const signature = key.sign(Buffer.concat([sha256(ofOptions), sha256(ofDocument)]));
  return { ...document, proof: [{ ...options, proofValue: `z${toBase58(signature)}` }] };
}
