import { createRequire } from 'node:module';
import { Client } from 'pg';
import type * as keysModule from '../../cms/src/lib/seals/keys.ts';
import type * as verifyModule from '../../cms/src/lib/seals/verify.ts';

/** One verification in a process of its own, so that its memory is nobody else's. */
export interface Verification {
  readonly rows: number;
  readonly findings: number;
  readonly seconds: number;
  /** The most the process ever held, in megabytes. */
  readonly memory: number;
}

const built = createRequire(new URL('../../cms/dist/', import.meta.url));
const { readSigningKeys } = built('./src/lib/seals/keys.js') as typeof keysModule;
const { atOneMoment, verify } = built('./src/lib/seals/verify.js') as typeof verifyModule;

const [, , databaseUrl = '', folder = '', key = ''] = process.argv;
const client = new Client({ connectionString: databaseUrl });
await client.connect();
const begun = performance.now();
const { rows, findings } = await atOneMoment(client, () =>
  verify(client, {
    folder,
    trusted: readSigningKeys(key).map(({ publicKey }) => publicKey),
    onFinding: ({ text }) => console.error(text),
  }),
);
const verification: Verification = {
  rows,
  findings,
  seconds: (performance.now() - begun) / 1000,
  memory: process.resourceUsage().maxRSS / 1024,
};
await client.end();
process.send?.(verification);
