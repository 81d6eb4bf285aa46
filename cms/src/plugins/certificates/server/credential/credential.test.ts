import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
// @ts-expect-error The package brings no types along.
import jsonld from 'jsonld';
import { describe, expect, it, vi } from 'vitest';
import { attachedCredential } from '../../../../../../learner/src/lib/credentials/attachment.ts';
import { bitAt, bitsOf } from '../../../../../../learner/src/lib/credentials/status.ts';
import { verify } from '../../../../../../learner/src/lib/credentials/verify.ts';
import { makeSecrets } from '../../../../../../scripts/lib/secrets.ts';
import { buildCredential } from './build';
import { canonical } from './canonical';
import { loadContext } from './contexts';
import { withProof } from './data-integrity';
import type { CredentialFacts } from './facts';
import { didDocument, didOf } from './issuer';
import { asJwt } from './jwt';
import { readIssuerKey } from './keys';
import { buildStatusList, encodeBits, entryOf, listLength } from './status-list';

const school = 'https://school.example';
const now = new Date('2026-11-21T12:00:00Z');
const newKey = () => readIssuerKey(makeSecrets().credentialSigningKey);
const key = newKey();

const facts: CredentialFacts = {
  certificate_number: 'OS-2026-000042-7',
  certificate_name: 'Certificate in Birds',
  student_name: 'आशा வேலு 李 O’Neil',
  course_id: 12,
  course_name: 'Birds',
  course_version: 3,
  type: 'completion',
  outcomes: ['Tell a kite from a hawk', 'Keep a diary'],
  issue_date: '2026-11-20T09:08:07.654Z',
  completed_on: '2026-11-20',
  final_score: 82,
  grade: 'B',
  issuer_name: 'The School',
  issuer_url: null,
  verification_url: `${school}/c/0123456789abcdefghjkmnpqrs`,
};
const entry = { list: 1, index: 94_567 };
const credential = buildCredential(facts, school, entry);
const signed = await withProof(credential, key, '2026-11-20T09:09:00Z');
const jwt = asJwt(credential, key);
const issuer = JSON.stringify(didDocument(school, [{ key_id: key.id, revoked_at: null }]));
const listOf = async (revoked: readonly number[], at: Date, by = key) =>
  JSON.stringify(
    await withProof(buildStatusList(school, 1, revoked, at), by, '2026-11-21T11:59:00Z'),
  );
const statusList = await listOf([], now);
const asked = (text: unknown, more: object = {}) =>
  verify({
    credential: typeof text === 'string' ? text : JSON.stringify(text),
    issuer,
    statusList,
    now,
    ...more,
  });

/** Every way to change one text, number or truth value somewhere in a document, or to take it out. */
function* changes(value: unknown, path: string[] = []): Generator<[string, unknown]> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      for (const [where, changed] of changes(inner, [...path, name])) {
        const copy = Array.isArray(value) ? [...value] : { ...value };
        Object.assign(copy, { [name]: changed });
        yield [where, copy];
      }
    }
    if (!Array.isArray(value)) yield [`${path.join('.')} + a word`, { ...value, forged: 'x' }];
    return;
  }
  const other =
    typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${value}x`;
  yield [path.join('.'), other];
}

describe('what is signed', () => {
  // Control characters, quotes, line ends, letters beyond the first plane, half of such a letter.
  const odd = [...Array(0x90).keys()].map((code) => String.fromCharCode(code)).join('');
  const texts = [
    '',
    odd,
    '🪁 \u{1F600}',
    'A\ud83d',
    '<https://x.example>',
    'urn:marker:1:',
    '"urn:marker:0:"',
  ];

  it('is what the library for JSON-LD makes of it, whatever the texts are', async () => {
    for (const [place, text] of texts.entries()) {
      for (const final_score of [null, 0, 100]) {
        const document = buildCredential(
          {
            ...facts,
            student_name: text,
            outcomes: [text, ...texts],
            final_score,
            issuer_url: text,
          },
          school,
          { list: 1 + place, index: place },
        );
        const expected = await jsonld.canonize(document, {
          algorithm: 'RDFC-1.0',
          format: 'application/n-quads',
          documentLoader: loadContext,
          safe: true,
        });
        expect(await canonical(document)).toBe(expected);
      }
    }
  });

  it('is worked out by the library where an address is none', async () => {
    const document = buildCredential(
      { ...facts, verification_url: 'not an address' },
      school,
      entry,
    );
    await expect(canonical(document)).rejects.toThrow();
  });

  it('is worked out without it after the first one of a shape', async () => {
    const canonize = vi.spyOn(jsonld, 'canonize');
    for (let index = 0; index < 5; index++) {
      await withProof(
        buildCredential({ ...facts, grade: `${index}` }, school, { list: 1, index }),
        key,
        '2026-11-20T09:09:00Z',
      );
    }
    expect(canonize).not.toHaveBeenCalled();
    canonize.mockRestore();
  });
});

describe('the form 1EdTech publishes', () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats(ajv);
  const fits = ajv.compile(
    JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../../testing/open-badge-schema.json'), 'utf8'),
    ),
  );

  it.each([
    ['an ordinary one', {}],
    [
      'one without a score, outcomes or a name',
      { final_score: null, outcomes: [], student_name: '' },
    ],
    ['one of an assessment', { type: 'assessment', grade: 'Pass' }],
  ] as const)('fits %s', async (_what, more) => {
    const given = buildCredential({ ...facts, ...more }, school, entry);
    fits(await withProof(given, key, '2026-11-20T09:09:00Z'));
    expect(fits.errors).toBeNull();
  });

  it('does not fit what is no Open Badge', () => {
    for (const wrong of [
      {},
      { ...signed, type: ['VerifiableCredential'] },
      { ...signed, validFrom: 'yesterday' },
      { ...signed, '@context': signed['@context'].toReversed() },
      { ...signed, proof: signed.proof[0] },
      { ...signed, credentialSubject: { ...signed.credentialSubject, achievement: undefined } },
    ]) {
      expect(fits(JSON.parse(JSON.stringify(wrong)))).toBe(false);
    }
  });
});

describe('a credential', () => {
  it('is valid as it was issued, in either form', async () => {
    for (const form of [signed, jwt]) {
      const verdict = await asked(form);
      expect(verdict).toMatchObject({ outcome: 'valid' });
      expect(verdict.credential).toMatchObject({ name: 'Certificate in Birds' });
    }
  });

  it('is refused when any field of it, or of its proof, is another or new', async () => {
    let count = 0;
    for (const [where, forged] of changes(signed)) {
      count += 1;
      expect((await asked(forged)).outcome, where).toBe('refused');
    }
    expect(count).toBeGreaterThan(70);
  });

  it('says the same whatever order its fields stand in', async () => {
    const turned = Object.fromEntries(Object.entries(signed).reverse());
    expect(await asked(turned)).toMatchObject({ outcome: 'valid' });
  });

  it('is refused with the proof of another one, without one, or with two', async () => {
    const other = await withProof(
      buildCredential({ ...facts, student_name: 'Somebody Else' }, school, entry),
      key,
      '2026-11-20T09:09:00Z',
    );
    expect((await asked({ ...signed, proof: other.proof })).checks.proof.reason).toBe(
      'proof-wrong',
    );
    expect((await asked(credential)).checks.proof.reason).toBe('proof-missing');
    expect((await asked({ ...signed, proof: [] })).checks.proof.reason).toBe('proof-missing');
    const both = { ...signed, proof: [...signed.proof, ...other.proof] };
    expect((await asked(both)).checks.proof.reason).toBe('proof-kind');
  });

  it('is refused when a key signed that the issuer does not have, whoever it says it is from', async () => {
    const thief = newKey();
    for (const form of [
      await withProof(credential, thief, '2026-11-20T09:09:00Z'),
      asJwt(credential, thief),
    ]) {
      const verdict = await asked(form);
      expect(verdict.outcome).toBe('refused');
      expect(verdict.checks.issuer.reason).toBe('key-unknown');
    }
    const elsewhere = buildCredential(facts, 'https://thief.example', entry);
    const theirs = await withProof(elsewhere, thief, '2026-11-20T09:09:00Z');
    expect((await asked(theirs)).checks.issuer.reason).toBe('issuer-other');
  });

  it('stays valid when the key is no longer in use, and not when the key was revoked', async () => {
    const next = newKey();
    const known = (revoked_at: string | null) =>
      JSON.stringify(
        didDocument(school, [
          { key_id: key.id, revoked_at },
          { key_id: next.id, revoked_at: null },
        ]),
      );
    const later = await listOf([], now, next);
    for (const form of [signed, jwt]) {
      const former = { issuer: known(null), statusList: later };
      expect((await asked(form, former)).outcome).toBe('valid');
      const revoked = { issuer: known('2026-11-21T10:00:00.123Z'), statusList: later };
      expect((await asked(form, revoked)).checks.issuer.reason).toBe('key-revoked');
    }
  });

  it('is refused before its time', async () => {
    const verdict = await asked(signed, { now: new Date('2026-11-20T09:00:00Z') });
    expect(verdict.checks.time.reason).toBe('not-yet');
  });

  it('says what cannot be known without the issuer’s keys and the list', async () => {
    const alone = await asked(signed, { issuer: undefined, statusList: undefined });
    expect(alone.outcome).toBe('unproven');
    expect(alone.checks).toMatchObject({
      proof: { state: 'passed' },
      issuer: { state: 'unknown' },
      status: { state: 'unknown' },
    });
    expect(alone.key).toBe(key.id);
    const token = await asked(jwt, { issuer: undefined });
    expect(token.checks.proof).toEqual({ state: 'unknown', reason: 'proof-needs-issuer' });
  });

  it('is not taken for one when it is none', async () => {
    const nested = '['.repeat(100_000);
    const none = ['', 'x', '[]', 'null', '{}', 'a.b.c', '{"__proto__":{}}', ' '.repeat(600_000)];
    for (const text of [...none, nested]) {
      expect(await asked(text)).toMatchObject({ outcome: 'refused', credential: null });
    }
  });

  it('tells neither the e-mail address nor anything that connects two certificates', () => {
    const text = JSON.stringify(
      buildCredential({ ...facts, verification_url: `${school}/c/x` }, school, entry),
    );
    expect(text).not.toMatch(/email|@(?!context)/);
    expect(text.match(/0123456789abcdefghjkmnpqrs/)).toBeNull();
  });
});

it('a credential is found in the PDF it is attached to, and none where none is', async () => {
  const { drawCertificate } = await import('../draw');
  const { certificateFacts } = await import('../../testing/facts');
  const text = JSON.stringify(signed, null, 2);
  const attached = { fileName: 'credential.json', bytes: Buffer.from(text) };
  const pdf = (facts: typeof certificateFacts) =>
    drawCertificate(facts).then((bytes) => new Uint8Array(bytes));
  expect(await attachedCredential(await pdf({ ...certificateFacts, credential: attached }))).toBe(
    text,
  );
  expect(await attachedCredential(await pdf(certificateFacts))).toBeNull();
});

describe('a JWT', () => {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const headerOf = (more: object) =>
    part({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...more });
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());

  it.each([
    ['alg: none', `${headerOf({ alg: 'none' })}.${payload}.`],
    ['alg: none, with a signature', `${headerOf({ alg: 'none' })}.${payload}.${signature}`],
    ['alg: HS256', `${headerOf({ alg: 'HS256' })}.${payload}.${signature}`],
    ['a key of its own', `${headerOf({ jwk: { kty: 'OKP' } })}.${payload}.${signature}`],
    ['another kid', `${headerOf({ kid: `${didOf(school)}#other` })}.${payload}.${signature}`],
    ['an extension it insists on', `${headerOf({ crit: ['b64'] })}.${payload}.${signature}`],
    ['another header', `${headerOf({ cty: 'x' })}.${payload}.${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['half a signature', `${header}.${payload}.${signature.slice(0, 40)}`],
    ['another name', `${header}.${part({ ...claims, name: 'x' })}.${signature}`],
    ['claims that contradict it', `${header}.${part({ ...claims, jti: 'x' })}.${signature}`],
    ['the payload of another one', `${header}.${part({})}.${signature}`],
  ])('with %s is refused', async (_what, forged) => {
    expect((await asked(forged)).outcome).toBe('refused');
  });

  it('is refused when any of its fields is another, signed or not', async () => {
    for (const [where, forged] of changes(claims)) {
      const text = `${header}.${part(forged as object)}.${signature}`;
      expect((await asked(text)).outcome, where).toBe('refused');
    }
  });
});

describe('the status list', () => {
  it('says which certificate was revoked, and no other', async () => {
    expect((await asked(signed, { statusList: await listOf([entry.index], now) })).outcome).toBe(
      'revoked',
    );
    const neighbours = await listOf([entry.index - 1, entry.index + 1, 0, listLength - 1], now);
    expect((await asked(signed, { statusList: neighbours })).outcome).toBe('valid');
  });

  it('is refused when it is an old one played again', async () => {
    const old = await listOf([], new Date('2026-11-21T10:59:59Z'));
    const verdict = await asked(signed, { statusList: old });
    expect(verdict).toMatchObject({
      outcome: 'refused',
      checks: { status: { reason: 'list-time' } },
    });
  });

  it('is refused when it was changed, is of another key, another issuer, or another list', async () => {
    const list = JSON.parse(statusList);
    const longer = { ...list, validUntil: '2099-01-01T00:00:00Z' };
    const other = JSON.parse(await listOf([1], now));
    const swapped = { ...list, credentialSubject: other.credentialSubject };
    const second = await withProof(
      buildStatusList(school, 2, [], now),
      key,
      '2026-11-21T11:59:00Z',
    );
    const endless = { ...buildStatusList(school, 1, [], now), validUntil: undefined };
    for (const [what, forged, reason] of [
      ['prolonged', longer, 'list-proof'],
      ['other bits', swapped, 'list-proof'],
      ['another key', JSON.parse(await listOf([], now, newKey())), 'list-proof'],
      ['another list', second, 'list-other'],
      [
        'without an end',
        await withProof(JSON.parse(JSON.stringify(endless)), key, '2026-11-21T11:59:00Z'),
        'list-time',
      ],
      ['a credential', signed, 'list-other'],
    ] as const) {
      const verdict = await asked(signed, { statusList: JSON.stringify(forged) });
      expect(verdict.checks.status.reason, what).toBe(reason);
      expect(verdict.outcome, what).toBe('refused');
    }
  });

  it('has room for 131,072, and each has the place the specification gives it', async () => {
    const bits = await bitsOf(encodeBits([0, 9, listLength - 1]));
    expect(bits?.length).toBe(listLength / 8);
    expect([bits?.[0], bits?.[1], bits?.at(-1)]).toEqual([0x80, 0x40, 0x01]);
    const set = [...Array(listLength).keys()].filter((index) => bits && bitAt(bits, index));
    expect(set).toEqual([0, 9, listLength - 1]);
    expect(entryOf(0)).toEqual({ list: 1, index: 0 });
    expect(entryOf(listLength)).toEqual({ list: 2, index: 0 });
    expect(() => encodeBits([listLength])).toThrow('no bit');
  });

  it('is not unpacked without end', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = `u${gzipSync(Buffer.alloc(20_000_000)).toString('base64url')}`;
    expect(await bitsOf(bomb)).toBeNull();
    expect(await bitsOf(`u${gzipSync(Buffer.alloc(100)).toString('base64url')}`)).toBeNull();
    expect(await bitsOf('unonsense')).toBeNull();
  });
});

describe('the issuer', () => {
  it.each([
    ['https://school.example', 'did:web:school.example'],
    ['http://localhost:4321', 'did:web:localhost%3A4321'],
    ['https://example.org/school', 'did:web:example.org:school'],
  ])('at %s is %s', (url, did) => expect(didOf(url)).toBe(did));

  it('reads no key that is not one', () => {
    expect(() => readIssuerKey('nonsense')).toThrow('CREDENTIAL_SIGNING_KEY');
  });
});
