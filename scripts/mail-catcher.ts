import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { linksOf, type Mail, mailPage } from './lib/mail-page.ts';

export type { Mail } from './lib/mail-page.ts';

export interface MailCatcher {
  readonly smtpUrl: string;
  readonly webUrl: string;
  /** Newest last. */
  mails(): readonly Mail[];
  /** Waits for a mail to an address, those that came before included, and takes the newest. */
  nextMail(to: string, within?: number): Promise<Mail>;
  clear(): void;
  stop(): Promise<void>;
}

const kept = 500;

function addresses(list: readonly Address[] | undefined): string {
  return (list ?? [])
    .map(({ name, address }) => (name ? `${name} <${address}>` : address))
    .join(', ');
}

/** A mail server for a machine without one: takes every mail, sends none, shows them on a page. */
export async function startMailCatcher(options: {
  host: string;
  smtpPort: number;
  webPort: number;
}): Promise<MailCatcher> {
  const mails: Mail[] = [];
  const listeners = new Set<(mail: Mail) => void>();
  let nextId = 1;

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: 30 * 1024 * 1024,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', done);
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((parsed) => {
          const text = parsed.text?.trim() ?? '';
          const mail: Mail = {
            id: nextId++,
            from: addresses(parsed.from ? [parsed.from] : []),
            to: session.envelope.rcptTo.map(({ address }) => address),
            subject: parsed.subject ?? '',
            date: new Date().toISOString(),
            text,
            links: linksOf(text),
            attachments: parsed.attachments.map(({ filename, content }) => ({
              name: filename ?? '',
              sha256: createHash('sha256')
                .update(typeof content === 'string' ? content : new Uint8Array(content))
                .digest('hex'),
            })),
          };
          mails.push(mail);
          if (mails.length > kept) mails.shift();
          for (const listener of listeners) listener(mail);
          done();
        }, done);
      });
    },
  });
  smtp.on('error', () => {
    // A client that breaks off is its own trouble; the next mail is still taken.
  });

  const web = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    if (request.method === 'DELETE' && pathname === '/api/messages') {
      mails.length = 0;
      response.writeHead(204).end();
    } else if (request.method !== 'GET') {
      response.writeHead(405).end();
    } else if (pathname === '/api/messages') {
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(mails));
    } else if (pathname === '/') {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      });
      response.end(mailPage(mails));
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
    }
  });

  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(options.smtpPort, options.host, resolve);
  });
  await new Promise<void>((resolve, reject) => {
    web.once('error', reject);
    web.listen(options.webPort, options.host, resolve);
  });

  return {
    smtpUrl: `smtp://${options.host}:${portOf(smtp.server)}`,
    webUrl: `http://${options.host}:${portOf(web)}`,
    mails: () => mails,
    nextMail: (to, within = 60_000) =>
      new Promise((resolve, reject) => {
        const isIt = (mail: Mail) =>
          mail.to.some((address) => address.toLowerCase() === to.toLowerCase());
        const there = mails.findLast(isIt);
        if (there) return resolve(there);
        const stop = () => {
          clearTimeout(timer);
          listeners.delete(listener);
        };
        const listener = (mail: Mail) => {
          if (!isIt(mail)) return;
          stop();
          resolve(mail);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`No mail to ${to} came within ${within} ms.`));
        }, within);
        listeners.add(listener);
      }),
    clear: () => {
      mails.length = 0;
    },
    stop: async () => {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => web.close(() => resolve())),
      ]);
    },
  };
}

function portOf(server: { address(): ReturnType<Server['address']> }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('The server does not listen.');
  return address.port;
}
