import { createServer } from 'node:net';
import { Refusal } from './refusal.ts';

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}

/** A port nobody uses at this moment. */
export const freePort = (): Promise<number> => listenOnce(0, '127.0.0.1');

/** Refuses with one sentence when a port cannot be listened on. */
export async function requireFreePort(
  port: number,
  host: string,
  use: string,
  variable: string,
): Promise<void> {
  try {
    await listenOnce(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        `Port ${port}, where ${use} should listen, is taken: stop the program that uses it, or choose another port with ${variable}=<number>.`,
      );
    }
    if (code === 'EACCES') {
      throw new Refusal(
        `Port ${port}, where ${use} should listen, is reserved: choose one above 1023 with ${variable}=<number>.`,
      );
    }
    throw error;
  }
}
