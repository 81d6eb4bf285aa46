import { createHash, verify, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeSecrets } from '../../../../../../scripts/lib/secrets';
import { certificateFacts } from '../../testing/facts';
import { readPdf } from '../../testing/read-pdf';
import { drawCertificate } from '../draw';
import { read, type Value } from './der';
import { signPdf } from './sign-pdf';
import { readSigner } from './signer';

const signer = readSigner(makeSecrets().certificateSigningKey);
const at = new Date('2026-11-21T10:00:00.000Z');
let drawn: Uint8Array;
let signed: Uint8Array;

beforeAll(async () => {
  drawn = await drawCertificate(certificateFacts);
  signed = signPdf(drawn, signer, at);
});

/**
 * Whether a reader would find the signature whole: its range begins with the file's first byte, ends
 * with its last, leaves out nothing but the signature itself, and all of it is what was signed.
 */
function holds(file: Uint8Array): boolean {
  const bytes = Buffer.from(file);
  const found = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(bytes.toString('latin1'));
  if (found === null) return false;
  const [before = 0, after = 0, length = 0] = found.slice(1).map(Number);
  const hex = /^<([0-9a-f]+)>$/.exec(bytes.toString('latin1', before, after))?.[1];
  if (hex === undefined || after + length !== bytes.length) return false;
  try {
    return verifyCms(
      Buffer.from(hex, 'hex'),
      Buffer.concat([bytes.subarray(0, before), bytes.subarray(after)]),
    );
  } catch {
    return false;
  }
}

const inside = ({ contents }: Value): Value[] => read(contents);
const only = (values: readonly Value[], index = 0): Value => {
  const value = values[index];
  if (value === undefined) throw new Error('A value is missing.');
  return value;
};

/** Reads the CMS anew, by node:crypto and RFC 5652, with nothing of what wrote it but the DER reader. */
function verifyCms(padded: Uint8Array, content: Uint8Array): boolean {
  // The room behind the signature is filled with zeros, which are no DER of ours.
  const length = 4 + Buffer.from(padded).readUInt16BE(2);
  if (padded.subarray(length).some((byte) => byte !== 0)) return false;
  const contentInfo = inside(only(read(padded.subarray(0, length))));
  const signedData = inside(only(inside(only(contentInfo, 1))));
  const own = new X509Certificate(only(inside(only(signedData, 3))).whole);
  const info = inside(only(inside(only(signedData, 4))));
  const attributes = only(info, 3);
  const asSigned = Buffer.from(attributes.whole);
  asSigned[0] = 0x31;
  const digest = createHash('sha256').update(content).digest();
  const values = new Map(
    inside(attributes).map((attribute) => {
      const [type, set] = inside(attribute);
      return [
        Buffer.from(only([type as Value]).contents).toString('hex'),
        only(inside(only([set as Value]))),
      ];
    }),
  );
  const messageDigest = values.get('2a864886f70d010904');
  const signingCertificate = values.get('2a864886f70d010910022f');
  const certificateHash = createHash('sha256').update(own.raw).digest();
  return (
    messageDigest !== undefined &&
    digest.equals(messageDigest.contents) &&
    signingCertificate !== undefined &&
    Buffer.from(signingCertificate.whole).includes(certificateHash) &&
    own.raw.equals(signer.chain[0]?.raw ?? Buffer.alloc(0)) &&
    verify('sha256', asSigned, own.publicKey, only(info, 5).contents)
  );
}

describe('a signed PDF', () => {
  test('is signed from its first byte to its last, over the drawing as it was', async () => {
    expect(holds(signed)).toBe(true);
    expect(Buffer.from(signed.subarray(0, drawn.length)).equals(Buffer.from(drawn))).toBe(true);
    const words = Buffer.from(signed).toString('latin1');
    expect(words).toContain('/SubFilter /ETSI.CAdES.detached');
    expect(words).toContain('/M (D:20261121100000Z)');
    const [before, after] = [await readPdf(drawn), await readPdf(signed)];
    expect(after.lines).toEqual(before.lines);
  });

  test('allows no changes, which readers hold against whatever is added', () => {
    const words = Buffer.from(signed).toString('latin1');
    expect(words).toMatch(/\/Perms << \/DocMDP \d+ 0 R >>/);
    expect(words).toContain('/TransformParams /P 1');
  });

  test('is broken by every flipped byte', () => {
    const changed = Uint8Array.from(signed);
    const words = Buffer.from(signed).toString('latin1');
    const from = words.indexOf('/Contents <') + '/Contents '.length;
    const to = words.indexOf('>', from) + 1;
    const certificate = words.indexOf(signer.chain[0]?.raw.toString('hex') ?? '-', from);
    const every = (step: number, first: number, end: number) =>
      Array.from({ length: Math.ceil((end - first) / step) }, (_, index) => first + index * step);
    const sample = [
      ...every(997, 0, drawn.length),
      ...every(5, drawn.length, from),
      // Of the signature itself, its certificate and what it leaves empty.
      ...every(13, certificate, certificate + 600),
      ...every(97, to - 900, to),
      ...every(5, to, signed.length),
    ];
    for (const position of sample) {
      const kept = changed[position] ?? 0;
      changed[position] = kept ^ 1;
      expect(holds(changed), `byte ${position}`).toBe(false);
      changed[position] = kept;
    }
    expect(holds(changed)).toBe(true);
  });

  test.each([
    ['an appended byte', (file: Buffer) => Buffer.concat([file, Buffer.from('\n')])],
    ['a missing byte', (file: Buffer) => file.subarray(0, -1)],
    ['a byte in front', (file: Buffer) => Buffer.concat([Buffer.from('\n'), file])],
    [
      'a later revision',
      (file: Buffer) =>
        Buffer.concat([file, Buffer.from('99 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n')]),
    ],
  ])('is broken by %s', (_, change) => {
    expect(holds(change(Buffer.from(signed)))).toBe(false);
  });

  test('by another key is not ours', () => {
    const other = readSigner(makeSecrets().certificateSigningKey);
    expect(holds(signPdf(drawn, other, at))).toBe(false);
  });

  test('is made only of what this program drew', () => {
    expect(() => signPdf(Buffer.from('%PDF-1.7\nnothing\n%%EOF\n'), signer, at)).toThrow(
      'Only what this program drew can be signed.',
    );
  });
});

describe('a signing key', () => {
  const pem = () => Buffer.from(makeSecrets().certificateSigningKey, 'base64').toString();
  const keyOf = (text: string) => text.slice(0, text.indexOf('-----BEGIN CERTIFICATE'));
  const certificateOf = (text: string) => text.slice(text.indexOf('-----BEGIN CERTIFICATE'));

  test.each([
    ['no PEM', () => 'nonsense', 'must be base64 of PEM'],
    ['only a certificate', () => certificateOf(pem()), 'must be base64 of PEM'],
    ['only a key', () => keyOf(pem()), 'must hold a certificate behind its key'],
    ['the certificate of another', () => keyOf(pem()) + certificateOf(pem()), 'of another'],
    [
      'an Ed25519 key',
      () =>
        `-----BEGIN PRIVATE KEY-----\n${makeSecrets().auditSigningKey}\n-----END PRIVATE KEY-----\n`,
      'must hold an EC or RSA key',
    ],
  ])(
    'that is %s is refused by a sentence that names the variable and no secret',
    (_, make, why) => {
      const given = Buffer.from(make()).toString('base64');
      expect(() => readSigner(given)).toThrow(why);
      expect(() => readSigner(given)).toThrow(/^CERTIFICATE_SIGNING_KEY [a-zA-Z0-9 ]+\.$/);
    },
  );
});
