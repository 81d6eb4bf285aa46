import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Who signs PDFs. */
export interface Signer {
  readonly key: KeyObject;
  /** The signer's certificate first, then those of its issuers. */
  readonly chain: readonly X509Certificate[];
  readonly kind: 'ec' | 'rsa';
  /** The common name in the certificate. */
  readonly name: string;
}

const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the value of CERTIFICATE_SIGNING_KEY: base64 of PEM, an EC or RSA private key followed by its
 * certificate and, where it has any, the certificates of its issuers. Throws a sentence that says what
 * is wrong with it, never its content.
 */
export function readSigner(base64: string): Signer {
  const wrong = (why: string) => new Error(`CERTIFICATE_SIGNING_KEY ${why}.`);
  const pem = Buffer.from(base64, 'base64').toString('latin1');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw wrong('must be base64 of PEM that begins with an unencrypted private key');
  }
  const kind = key.asymmetricKeyType;
  if (kind !== 'ec' && kind !== 'rsa') throw wrong('must hold an EC or RSA key');
  let chain: X509Certificate[];
  try {
    chain = (pem.match(blocks) ?? []).map((block) => new X509Certificate(block));
  } catch {
    throw wrong('holds a certificate that cannot be read');
  }
  const [own] = chain;
  if (own === undefined) throw wrong('must hold a certificate behind its key');
  if (!own.checkPrivateKey(key)) throw wrong('holds a key and the certificate of another');
  const name = /^CN=(.*)$/m.exec(own.subject)?.[1] ?? own.subject;
  return { key, chain, kind, name };
}

/** Days until the signer's certificate ends; below zero when it has. */
export const daysLeft = ({ chain: [own] }: Signer, now: Date): number =>
  own === undefined ? 0 : Math.floor((own.validToDate.getTime() - now.getTime()) / 86_400_000);
