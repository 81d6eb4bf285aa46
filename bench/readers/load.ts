import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

/** Browsers that keep their connections. */
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** A page as an anonymous browser gets it. */
export function read(address: URL | string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get(address, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`${address} answers ${response.statusCode}.`));
      });
    });
    request.once('error', (error) => {
      // The server ended the connection in the moment it was used again; a browser tries once more.
      if (request.reusedSocket) read(address).then(resolve, reject);
      else reject(error);
    });
  });
}

export interface Reading {
  /** When the reader wanted the page, and how long it waited from then on. Milliseconds. */
  readonly due: number;
  readonly took: number;
}

/**
 * Readers who come `perSecond`, whether or not those before them have been served: a wait counts
 * from when a reader came, so that a pause of the server is felt by everybody who came meanwhile.
 */
export function startReaders(perSecond: number, visit: (reader: number) => Promise<void>) {
  const readings: Reading[] = [];
  const under = new Set<Promise<void>>();
  let failure: unknown;
  const began = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    for (; began + (next * 1000) / perSecond <= performance.now(); next += 1) {
      const due = began + (next * 1000) / perSecond;
      const one: Promise<void> = visit(next)
        .then(() => void readings.push({ due, took: performance.now() - due }))
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => under.delete(one));
      under.add(one);
    }
  }, 1);
  return {
    readings,
    async stop(): Promise<readonly Reading[]> {
      clearInterval(timer);
      await Promise.all(under);
      if (failure !== undefined) throw failure;
      return readings;
    },
  };
}

/** The value below which `share` of all lie, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
