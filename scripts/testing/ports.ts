import { createServer, type Server } from 'node:net';

// Below what systems give to outgoing connections, and to whoever asks for any port.
const lowest = 20_000;
const highest = 32_000;
let next = lowest;

/**
 * A port for a server that begins to listen later, perhaps minutes later. The one above it is listened on until
 * this process ends: by that every other test on this machine, of another run too, sees that the pair is
 * taken, also while nobody listens on the port itself.
 */
export async function testPort(): Promise<number> {
  while (next < highest) {
    const port = next;
    next += 2;
    const mark = await listening(port + 1);
    const trial = mark && (await listening(port));
    if (trial) {
      mark.unref();
      await new Promise((resolve) => trial.close(resolve));
      return port;
    }
    mark?.close();
  }
  throw new Error(`Every port from ${lowest} to ${highest} is taken.`);
}

/** Null where somebody else has the port. */
function listening(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
