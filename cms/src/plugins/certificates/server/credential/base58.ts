const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Bitcoin's base 58, in which each leading zero byte is a `1`. Multibase writes a `z` before it. */
export function toBase58(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  let value = BigInt(`0x0${hex}`);
  let text = '';
  while (value > 0n) {
    text = `${digits[Number(value % 58n)]}${text}`;
    value /= 58n;
  }
  const zeros = /^(?:00)*/.exec(hex)?.[0].length ?? 0;
  return '1'.repeat(zeros / 2) + text;
}

/** What `toBase58` wrote of bytes that do not begin with 0. */
export function fromBase58(text: string): Buffer {
  let value = 0n;
  for (const digit of text) {
    const place = digits.indexOf(digit);
    if (place === -1) throw new Error(`“${digit}” is no digit of base 58.`);
    value = value * 58n + BigInt(place);
  }
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
