import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource } from './reader';
import { docxOf, paragraph, pdfOf } from './testing/files';

const compiled = join(
  import.meta.dirname,
  '../../../../../dist/src/plugins/ai-author/server/sources/read',
);
const program = join(compiled, 'main.js');
const hostile = join(import.meta.dirname, 'testing/hostile.cjs');
const bytes = (text: string) => new TextEncoder().encode(text);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'was read',
    ({ status, code }: { status: number; code: string }) => [status, code],
  );
const text = { kind: 'text', charset: null } as const;

describe('A file of somebody else', () => {
  it('is read on a process of its own, three at once too', async () => {
    const [markdown, pdf, docx] = await Promise.all([
      readSource({ kind: 'markdown', charset: null }, bytes('# A\n\nb'), { program }),
      readSource({ kind: 'pdf', charset: null }, await pdfOf([['A page with a few words.']]), {
        program,
      }),
      readSource({ kind: 'docx', charset: null }, await docxOf(paragraph('Word')), { program }),
    ]);
    expect(markdown).toEqual({
      title: 'A',
      characters: 6,
      pieces: [{ place: 'A', text: '# A\n\nb' }],
    });
    expect(pdf.pieces).toEqual([{ place: 'Page 1', text: 'A page with a few words.' }]);
    expect(docx.pieces).toEqual([{ place: '', text: 'Word' }]);
  });

  it('of two million characters is read whole', async () => {
    const long = 'Twenty characters ok.'.repeat(2_000_000 / 21);
    const { characters, pieces } = await readSource(text, bytes(long), { program });
    expect(characters).toBe(long.length);
    expect(Math.max(...pieces.map((piece) => piece.text.length))).toBeLessThanOrEqual(2600);
  });

  it('that cannot be read is refused with the reason', async () => {
    const locked = await pdfOf([['A text of some length for a page.']], { password: 'x' });
    const read = (kind: 'pdf' | 'docx', content: Uint8Array) =>
      failure(readSource({ kind, charset: null }, content, { program }));
    expect(await read('pdf', locked)).toEqual([422, 'ai.source-encrypted']);
    expect(await read('pdf', bytes('%PDF-1.4 no'))).toEqual([422, 'ai.source-damaged']);
    expect(await read('docx', bytes('no zip'))).toEqual([422, 'ai.source-damaged']);
  });

  it('in which elements stand in each other 300,000 deep neither hangs nor breaks the cms', async () => {
    const deep = '<div>'.repeat(300_000);
    const seen = await failure(
      readSource({ kind: 'web', charset: null }, bytes(deep), { program, milliseconds: 1500 }),
    );
    expect(seen).toEqual([422, expect.stringMatching(/^ai\.source-(damaged|empty|too-slow)$/)]);
  });
});

// What a reader would do that a file has got the better of.
describe('A reader that is no longer ours', () => {
  const taken = (deed: string, milliseconds = 20_000) =>
    failure(readSource(text, bytes(deed), { program: hostile, milliseconds }));

  it('is ended when its time is over', async () => {
    expect(await taken('loop', 500)).toEqual([422, 'ai.source-too-slow']);
  });

  it('is ended when it wants all memory', async () => {
    expect(await taken('memory')).toEqual([422, 'ai.source-damaged']);
  });

  it('is not believed an answer in another form or without end', async () => {
    for (const deed of ['nonsense', 'html', 'endless'])
      expect([deed, await taken(deed)]).toEqual([deed, [422, 'ai.source-damaged']]);
  });

  it('writes no file, starts no process, reads no other file, sees no environment', async () => {
    process.env.A_SECRET_OF_THE_SCHOOL = 'peacock';
    const { pieces } = await readSource(text, bytes('try'), { program: hostile });
    expect(JSON.parse(pieces[0]?.text ?? '')).toEqual({
      write: 'ERR_ACCESS_DENIED',
      start: 'ERR_ACCESS_DENIED',
      read: 'ERR_ACCESS_DENIED',
      // A shell on the way adds where it is.
      environment: expect.not.arrayContaining(['A_SECRET_OF_THE_SCHOOL']),
    });
  });

  it('reaches no machine where the system permits that', async () => {
    const { findConfinement } = await import('../../../../lib/lab-runner/confinement');
    if (!(await findConfinement()).prefix.includes('--net')) return;
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const { pieces } = await readSource(text, bytes(`connect ${port}`), { program: hostile });
    server.close();
    expect(pieces[0]?.text).toMatch(/ENETUNREACH|ECONNREFUSED/);
  });
});
