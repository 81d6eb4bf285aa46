import { createHash, sign, type X509Certificate } from 'node:crypto';
import { identifier, nothing, octets, read, sequence, set, small, tagged, type Value } from './der';
import type { Signer } from './signer';

const oid = {
  signedData: identifier('1.2.840.113549.1.7.2'),
  data: identifier('1.2.840.113549.1.7.1'),
  contentType: identifier('1.2.840.113549.1.9.3'),
  messageDigest: identifier('1.2.840.113549.1.9.4'),
  signingCertificate: identifier('1.2.840.113549.1.9.16.2.47'),
  sha256: identifier('2.16.840.1.101.3.4.2.1'),
  ecdsaWithSha256: identifier('1.2.840.10045.4.3.2'),
  rsa: identifier('1.2.840.113549.1.1.1'),
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Serial number and issuer of a certificate, as they stand in it (RFC 5280, 4.1). */
function serialAndIssuer(certificate: X509Certificate): {
  readonly serial: Value;
  readonly issuer: Value;
} {
  const [whole] = read(certificate.raw);
  const [toBeSigned] = read(whole?.contents ?? new Uint8Array());
  const fields = read(toBeSigned?.contents ?? new Uint8Array());
  // The version comes first where it is not 1.
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined)
    throw new Error('A certificate cannot be read.');
  return { serial, issuer };
}

/**
 * A detached CMS signature (RFC 5652) over bytes with this SHA-256, with the attributes of CAdES at
 * level B-B (ETSI EN 319 122-1): among them the signer's certificate by its hash, so that no other
 * certificate with the same key can be put in its place. The time stands in the PDF, not here.
 */
export function signDigest(digest: Uint8Array, { key, chain, kind }: Signer): Uint8Array {
  const [own] = chain;
  if (own === undefined) throw new Error('A signer has no certificate.');
  const { serial, issuer } = serialAndIssuer(own);
  const sha256Algorithm = sequence(oid.sha256);
  const attribute = (type: Uint8Array, value: Uint8Array) => sequence(type, set(value));
  const attributes = set(
    attribute(oid.contentType, oid.data),
    attribute(oid.messageDigest, octets(digest)),
    // RFC 5035: of the certificate only its hash, as SHA-256 is the default.
    attribute(oid.signingCertificate, sequence(sequence(sequence(octets(sha256(own.raw)))))),
  );
  const signature = sign('sha256', attributes, key);
  // What is signed is a SET; what stands in the structure is tagged [0].
  const placed = Uint8Array.from(attributes);
  placed[0] = 0xa0;
  const signerInfo = sequence(
    small(1),
    sequence(issuer.whole, serial.whole),
    sha256Algorithm,
    placed,
    kind === 'ec' ? sequence(oid.ecdsaWithSha256) : sequence(oid.rsa, nothing),
    octets(signature),
  );
  const signedData = sequence(
    small(1),
    set(sha256Algorithm),
    sequence(oid.data),
    tagged(0, ...chain.map(({ raw }) => raw)),
    set(signerInfo),
  );
  return sequence(oid.signedData, tagged(0, signedData));
}

/** More than a signature by this signer can take, in bytes. */
export const roomFor = ({ chain }: Signer): number =>
  chain.reduce((sum, { raw }) => sum + raw.length, 0) + 1500;
