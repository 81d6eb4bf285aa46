import { describe, expect, it } from 'vitest';
import { makeSecrets } from '../../../../scripts/lib/secrets.ts';
import { checkpointText, microseconds, readCheckpoint } from './checkpoint';
import { countOf, type Ids, idsOf, indexIn, readIds, sayIds, textOfIds } from './ids';
import { readPublicKey, readSigningKeys } from './keys';
import { isSignedBy, readNote, signNote } from './note';

const keyText = () => makeSecrets().auditSigningKey;
const [key] = readSigningKeys(keyText());
const [other] = readSigningKeys(keyText());

const checkpoint = {
  seal: 17,
  size: 4,
  root: Buffer.alloc(32, 1).toString('base64'),
  ids: [
    [5, 8],
    [9, 10],
  ] as Ids,
  previous: Buffer.alloc(32, 2).toString('base64'),
  since: '2026-11-21T15:50:48.000001Z',
  at: '2026-11-21T15:50:49.123456Z',
  newKey: key.publicKey.text,
};

describe('the numbers of a seal', () => {
  it('are written as PostgreSQL writes them, and read again', () => {
    const ids = idsOf([5, 6, 7, 9]);
    expect(textOfIds(ids)).toBe('{[5,8),[9,10)}');
    expect(readIds('{[5,8),[9,10)}')).toEqual(ids);
    expect([countOf(ids), indexIn(ids, 7), indexIn(ids, 8), indexIn(ids, 9)]).toEqual([
      4, 2, -1, 3,
    ]);
    expect(sayIds(ids)).toBe('5–7, 9');
  });

  it.each([
    '',
    '{}',
    '{[5,5)}',
    '{[9,10),[5,8)}',
    '{[5,8),[8,9)}',
    '{(5,8]}',
    '{[05,8)}',
    '{[5,8)} ',
  ])('are in one form only: not “%s”', (text) => expect(readIds(text)).toBeUndefined());
});

describe('a checkpoint', () => {
  it('is read as it was written', () => {
    expect(readCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
    const first = { ...checkpoint, previous: null, since: null, newKey: null };
    expect(readCheckpoint(checkpointText(first))).toEqual(first);
  });

  it('is not read with a line more, a line less or lines in another order', () => {
    const lines = checkpointText(checkpoint).split('\n');
    expect(readCheckpoint([...lines.slice(0, -1), 'more', ''].join('\n'))).toBeUndefined();
    expect(readCheckpoint(lines.slice(1).join('\n'))).toBeUndefined();
    expect(readCheckpoint([lines[1], lines[0], ...lines.slice(2)].join('\n'))).toBeUndefined();
  });

  it('has a time to the microsecond', () => {
    expect(microseconds('1970-01-01T00:00:01.000002Z')).toBe(1_000_002);
    expect(microseconds('yesterday')).toBeNaN();
  });
});

describe('a signed note', () => {
  const note = signNote('one\ntwo\n', [key]);

  it('holds by its key and by no other, and not when a character is another', () => {
    const read = readNote(note);
    if (read === undefined) throw new Error('The note is not read.');
    expect(read.text).toBe('one\ntwo\n');
    expect([isSignedBy(read, key.publicKey), isSignedBy(read, other.publicKey)]).toEqual([
      true,
      false,
    ]);
    expect(isSignedBy({ ...read, text: 'one\ntwi\n' }, key.publicKey)).toBe(false);
  });

  it('is signed by two where a key hands over', () => {
    const read = readNote(signNote('text\n', [key, other]));
    expect(read && [key, other].every(({ publicKey }) => isSignedBy(read, publicKey))).toBe(true);
  });

  it('is in one form only', () => {
    for (const broken of [
      note.slice(0, -1),
      `${note}\n`,
      note.replace('—', '-'),
      note.replace('ourshiksha-audit', 'somebody'),
      `${note}more`,
      'text\n',
    ])
      expect(readNote(broken)).toBeUndefined();
  });
});

describe('the signing key', () => {
  it('has a public text that is read again', () => {
    expect(readPublicKey(key.publicKey.text)).toMatchObject({ id: key.publicKey.id });
    expect(
      readPublicKey(key.publicKey.text.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))),
    ).toBe(undefined);
    expect(readPublicKey('somebody+00000000+AQ==')).toBeUndefined();
  });

  it('may have former ones behind it', () => {
    const [first, second] = [keyText(), keyText()];
    const ids = readSigningKeys(`${first}, ${second}`).map(({ publicKey }) => publicKey.id);
    expect(ids).toEqual(
      [...readSigningKeys(first), ...readSigningKeys(second)].map((k) => k.publicKey.id),
    );
  });

  it.each(['', 'secret', 'MC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'is named when it is none: “%s”',
    (text) => expect(() => readSigningKeys(text)).toThrow('AUDIT_SIGNING_KEY'),
  );
});
