/**
 * DER (ITU-T X.690), as much of it as signatures and certificates need. Imports nothing, so that
 * scripts which run uncompiled can use it too.
 */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [tag];
  if (length < 0x80) head.push(length);
  else {
    const bytes: number[] = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
    head.push(0x80 + bytes.length, ...bytes);
  }
  const all = new Uint8Array(head.length + length);
  all.set(head);
  let at = head.length;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
/** `[number]`, around one or several values. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]) =>
  der(0xa0 + number, ...parts);
export const octets = (bytes: Uint8Array) => der(0x04, bytes);
export const bits = (bytes: Uint8Array) => der(0x03, Uint8Array.of(0), bytes);
export const nothing = der(0x05);
export const text = (value: string) => der(0x0c, new TextEncoder().encode(value));
export const boolean = (value: boolean) => der(0x01, Uint8Array.of(value ? 0xff : 0));

/** A positive integer given by its bytes. */
export function integer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  return (short[0] ?? 0) >= 0x80 ? der(0x02, Uint8Array.of(0), short) : der(0x02, short);
}

export const small = (value: number) => integer(Uint8Array.of(value));

/** A set of values, in the order DER asks for. */
export function set(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const hex = (bytes: Uint8Array) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return der(0x31, ...[...parts].sort((a, b) => (hex(a) < hex(b) ? -1 : 1)));
}

/** An object identifier, `1.2.840.113549.1.7.2`. */
export function identifier(dotted: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of others) {
    const groups = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
      groups.unshift((rest % 128) + 128);
    }
    bytes.push(...groups);
  }
  return der(0x06, Uint8Array.from(bytes));
}

export interface Value {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Uint8Array;
  readonly contents: Uint8Array;
}

/** The values that stand one after the other in `bytes`; throws where a length runs over the end. */
export function read(bytes: Uint8Array): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    let from = at + 2;
    if (length >= 0x80) {
      const count = length - 0x80;
      length = 0;
      for (let index = 0; index < count; index += 1)
        length = length * 256 + (bytes[from + index] ?? 0);
      from += count;
    }
    const to = from + length;
    if (to > bytes.length) throw new Error('A DER value runs over the end of its bytes.');
    values.push({ tag, whole: bytes.subarray(at, to), contents: bytes.subarray(from, to) });
    at = to;
  }
  return values;
}
