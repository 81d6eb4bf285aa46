import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import {
  bits,
  boolean,
  der,
  identifier,
  integer,
  octets,
  sequence,
  set,
  small,
  tagged,
  text,
} from '../../cms/src/plugins/certificates/server/sign/der.ts';

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));

const day = 86_400_000;

/** A time as certificates have it from the year 2050 on, and may not have it before (RFC 5280, 4.1.2.5). */
function time(at: Date): Uint8Array {
  const words = `${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  const [tag, shown] = at.getUTCFullYear() < 2050 ? [0x17, words.slice(2)] : [0x18, words];
  return der(tag, Buffer.from(shown, 'latin1'));
}

/**
 * A key on P-256 and a certificate that it signed itself, good for ten years: base64 of PEM, as
 * CERTIFICATE_SIGNING_KEY takes it. Readers see that a PDF was changed; that the school is who it says
 * it is they only see with a certificate of a known issuer.
 */
export function makeSigningCertificate(name: string, now = new Date()): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const named = sequence(set(sequence(identifier('2.5.4.3'), text(name))));
  const extension = (id: string, critical: boolean, value: Uint8Array) =>
    sequence(identifier(id), ...(critical ? [boolean(true)] : []), octets(value));
  const toBeSigned = sequence(
    tagged(0, small(2)),
    // Positive, as its first bit is 0.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    named,
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + 3653 * day))),
    named,
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(
      3,
      sequence(
        // No authority over others; may sign documents, and commit to having done so.
        extension('2.5.29.19', true, sequence()),
        extension('2.5.29.15', true, der(0x03, Uint8Array.of(6, 0xc0))),
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = new X509Certificate(
    Buffer.from(sequence(toBeSigned, ecdsaWithSha256, bits(signature))),
  );
  const pem = `${privateKey.export({ format: 'pem', type: 'pkcs8' })}${certificate}`;
  return Buffer.from(pem).toString('base64');
}
