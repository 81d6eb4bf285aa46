import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { boundaryOf, DamagedForm, readParts } from './multipart';

const boundary = '----WebKitFormBoundaryX';

/** A form as a browser writes it. */
async function form(fields: readonly [string, string | File][]): Promise<[Buffer, string]> {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  const response = new Response(data);
  const type = response.headers.get('content-type') ?? '';
  return [Buffer.from(await response.arrayBuffer()), boundaryOf(type) ?? ''];
}
async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(source: AsyncIterable<Uint8Array>, mark = boundary) {
  const parts: [string, string | null, string][] = [];
  for await (const { field, fileName, body } of readParts(source, mark)) {
    const pieces: Buffer[] = [];
    for await (const piece of body) pieces.push(piece);
    parts.push([field, fileName, Buffer.concat(pieces).toString('latin1')]);
  }
  return parts;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Bytes of buffers that somebody still holds. */
function held(): number {
  // The second time waits until what the first one found has been given back.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

describe('a form', () => {
  const binary = Array.from({ length: 1000 }, (_, n) => String.fromCharCode((n * 7) % 256)).join(
    '',
  );

  it.each([1, 2, 3, 7, 64, 5000])('is read whole in pieces of %i bytes', async (size) => {
    const [bytes, mark] = await form([
      ['key', 'k'],
      ['files', new File([Buffer.from(binary, 'latin1')], 'a.bin')],
      ['files', new File([], 'empty.txt')],
      ['files', new File(['\r\n--\r\n----'], 'पक्षी "x".txt')],
    ]);
    expect(await read(inPieces(bytes, size), mark)).toEqual([
      ['key', null, 'k'],
      ['files', 'a.bin', binary],
      ['files', 'empty.txt', ''],
      ['files', 'पक्षी "x".txt', '\r\n--\r\n----'],
    ]);
  });

  it('passes over a preamble, an epilogue and parts that nobody reads', async () => {
    const text = `hello\r\n--${boundary}\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nAAAA\r\n--${boundary}\r\ncontent-disposition:form-data; name="b"\r\nX: y\r\n\r\nB\r\n--${boundary}--\r\nbye`;
    const seen: string[] = [];
    for await (const { field } of readParts(inPieces(Buffer.from(text), 5), boundary))
      seen.push(field);
    expect(seen).toEqual(['a', 'b']);
  });

  it('ends where its last line end comes in a packet of its own', async () => {
    const [bytes, mark] = await form([['key', 'k']]);
    const packets = async function* () {
      yield bytes.subarray(0, -2);
      await new Promise((resolve) => setImmediate(resolve));
      yield bytes.subarray(-2);
    };
    expect(await read(packets(), mark)).toEqual([['key', null, 'k']]);
  });

  it('passes over a part without a name', async () => {
    const part = (headers: string) => `--${boundary}\r\n${headers}\r\n\r\nA\r\n`;
    const text = `${part('Content-Type: x')}${part('Content-Disposition: form-data; name="b"')}--${boundary}--`;
    expect(await read(inPieces(Buffer.from(text), 100))).toEqual([['b', null, 'A']]);
  });

  it('that its reader leaves, or whose source fails, ends its source', async () => {
    const [bytes, mark] = await form([['files', new File([Buffer.alloc(500_000)], 'a.bin')]]);
    let isLeft = false;
    async function* watched(failure?: Error) {
      try {
        yield* inPieces(bytes.subarray(0, 200_000), 1000);
        if (failure) throw failure;
      } finally {
        isLeft = true;
      }
    }
    for await (const { body } of readParts(watched(), mark)) {
      await body.next();
      break;
    }
    await expect.poll(() => isLeft).toBe(true);
    const failure = new Error('too large');
    await expect(read(watched(failure), mark)).rejects.toBe(failure);
  });

  it.each([
    ['nothing', ''],
    ['no boundary', 'hello'],
    ['no end', `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nAAAA`],
    ['an end in the headers', `--${boundary}\r\nContent-Disposition: form-data; name="a"`],
    ['a part without headers', `--${boundary}\r\n\r\nAAAA\r\n--${boundary}--`],
    ['endless headers', `--${boundary}\r\nX: ${'x'.repeat(20_000)}\r\n\r\nA\r\n--${boundary}--`],
  ])('with %s is damaged', async (_, text) => {
    await expect(read(inPieces(Buffer.from(text), 100))).rejects.toBeInstanceOf(DamagedForm);
  });

  it('of 100 MB needs no more memory than a small one', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    async function* large() {
      yield Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n`,
      );
      for (let n = 0; n < 1600; n += 1) yield Buffer.from(piece);
      yield Buffer.from(`\r\n--${boundary}--`);
    }
    const before = held();
    let most = 0;
    let bytes = 0;
    let next = 0;
    for await (const { body } of readParts(large(), boundary))
      for await (const { length } of body) {
        bytes += length;
        if (bytes < next) continue;
        next += 40 * 1024 * 1024;
        most = Math.max(most, held() - before);
      }
    expect(bytes).toBe(1600 * piece.length);
    expect(most).toBeLessThan(10 * 1024 * 1024);
  });
});

describe('the boundary', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
    ['Multipart/Form-Data;boundary=abc', 'abc'],
    ['multipart/mixed; boundary=abc', null],
    ['multipart/form-data', null],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, null],
    ['application/json', null],
  ])('of “%s” is %s', (type, expected) => {
    expect(boundaryOf(type)).toBe(expected);
  });
});
