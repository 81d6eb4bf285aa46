import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request on a kept connection; anything but 200 throws. Milliseconds until the reply was whole. */
export function send(agent: Agent, server: URL, { method, path, headers, body }: Call) {
  return new Promise<{ took: number; text: string }>((resolve, reject) => {
    const began = performance.now();
    const sent = request(
      {
        agent,
        host: server.hostname,
        port: server.port,
        method,
        path,
        headers: {
          ...headers,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve({ took: performance.now() - began, text });
          else
            reject(
              new Error(`${method} ${path} answers ${response.statusCode}: ${text.slice(0, 300)}`),
            );
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

export interface Pace {
  readonly perSecond: number;
  /** Milliseconds of each request, in the order they ended. */
  readonly took: readonly number[];
}

/** As many requests as `connections` callers get done one after the other until `calls` ends or the time is over. */
export async function asFastAsPossible(
  server: URL,
  calls: Iterator<Call>,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Pace> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  const began = performance.now();
  const caller = async () => {
    while (performance.now() - began < seconds * 1000) {
      const { value, done } = calls.next();
      if (done) return;
      took.push((await send(agent, server, value)).took);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, caller));
    return { perSecond: (took.length * 1000) / (performance.now() - began), took };
  } finally {
    agent.destroy();
  }
}
