import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that a test can cut. */
export interface Line {
  /** The same server by this line. */
  through(url: string): string;
  /** From now on nothing comes through, and nobody is told. */
  cut(): void;
  /** New connections come through again; those of before are dead. */
  mend(): void;
  close(): Promise<void>;
}

/** A line to the server of `url`, from a port of its own. */
export async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return;
    const far = connect(Number(port), hostname);
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = server.address();
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    through(straight) {
      const way = new URL(straight);
      way.hostname = '127.0.0.1';
      way.port = String(typeof own === 'object' ? own?.port : own);
      return way.href;
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.unpipe();
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      end();
    },
    close() {
      end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
