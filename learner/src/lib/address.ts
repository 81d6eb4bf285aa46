/**
 * The visitor's address as the cms's limits should count it. Without a trusted proxy the header is
 * anybody's to write and is ignored; with one, its last entry is what the proxy itself saw.
 */
export function addressOf(headers: Headers, socket: string, trustProxy: boolean): string {
  if (!trustProxy) return socket;
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return last && /^[\da-fA-F.:]{2,45}$/.test(last) ? last : socket;
}
