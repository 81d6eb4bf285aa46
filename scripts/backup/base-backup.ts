import { Client, type Connection } from 'pg';

/**
 * A copy of everything a running server keeps, taken by the server itself while it goes on working
 * (BASE_BACKUP of the streaming replication protocol, which is what pg_basebackup calls):
 * https://www.postgresql.org/docs/18/protocol-replication.html#PROTOCOL-REPLICATION-BASE-BACKUP
 *
 * The write-ahead log it needs to become consistent is inside. A server that finds this in its data
 * folder recovers to a moment after the copy's end; every commit acknowledged before is there.
 *
 * @param adminUrl of a user who may replicate, a superuser for one
 * @yields the pieces of one tar archive of the data folder, without the blocks that end it
 */
export async function* baseBackup(adminUrl: string): AsyncGenerator<Buffer> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'ourshiksha backup',
    // The protocol's own name for a session that replicates and is in no database.
    ...({ replication: 'true' } as object),
  });
  await client.connect();
  try {
    // Keeps the log of this while from being recycled; it goes with the session. (Commands of this
    // protocol are in capitals, or they are taken for SQL.)
    await client.query(
      `CREATE_REPLICATION_SLOT backup_${process.pid} TEMPORARY PHYSICAL RESERVE_WAL`,
    );
    const copy = new CopyOut(
      `BASE_BACKUP (LABEL 'ourshiksha', CHECKPOINT 'fast', WAL true, WAIT false, MANIFEST 'no')`,
    );
    client.query(copy);
    yield* archiveOf(copy);
  } finally {
    await client.end();
  }
}

/** Each message begins with what it is: n(ew archive), d(ata), p(rogress), m(anifest). */
async function* archiveOf(messages: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let archives = 0;
  for await (const message of messages) {
    const kind = String.fromCharCode(message[0] ?? 0);
    if (kind === 'n') archives += 1;
    if (archives > 1)
      throw new Error('The server has tablespaces outside its data folder, which are not copied.');
    if (kind === 'd') yield message.subarray(1);
  }
}

/** A command that answers with COPY OUT messages, of which it holds back more than a few. */
class CopyOut implements AsyncIterable<Buffer> {
  readonly #command: string;
  readonly #waiting: Buffer[] = [];
  #connection: Connection | undefined;
  #done = false;
  #error: Error | undefined;
  #wake: () => void = () => {};

  constructor(command: string) {
    this.#command = command;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#command);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser goes on to use the memory it hands over here.
    this.#waiting.push(Buffer.from(chunk));
    if (this.#waiting.length >= 64) this.#connection?.stream.pause();
    this.#wake();
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  handleReadyForQuery(): void {
    this.#done = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        if (this.#waiting.length === 0) this.#connection?.stream.resume();
        yield chunk;
      } else if (this.#error !== undefined) {
        throw this.#error;
      } else if (this.#done) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
