import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import type { Finding } from '../src/lib/seals/findings';
import { sayIds } from '../src/lib/seals/ids';
import { type PublicKey, readPublicKey, readSigningKeys } from '../src/lib/seals/keys';
import { checkProof, makeProof } from '../src/lib/seals/proof';
import { acceptRestore, type Sealing, SealingStopped, sealAll } from '../src/lib/seals/sealer';
import { atOneMoment, verify } from '../src/lib/seals/verify';

const usage = `Usage: audit verify [--json] [--key <public key>]…
         compares the log with its seals and with the checkpoints outside the database
       audit proof <row>
         prints a proof that a row was in the log, to be kept or handed on
       audit check-proof <file> [--key <public key>]…
         checks a proof; needs no database
       audit key
         prints the public key of the seals
       audit seal
         seals what waits, where no cms is running
       audit accept-restore --reason <text>
         says that an older database was put back on purpose, so that sealing goes on
Exit codes: 0 all is well, 1 it is not, 2 it could not be found out.`;

/** What keeps the command from finding out; said without a stack. */
class CannotSay extends Error {}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new CannotSay(`The environment variable ${name} is not set.`);
  return value;
}

const sealing = (): Sealing => ({
  folder: setting('AUDIT_FOLDER'),
  keys: readSigningKeys(setting('AUDIT_SIGNING_KEY')),
});

/** The keys given, or else those of this system. */
function publicKeys(given: readonly string[] = []): readonly PublicKey[] {
  if (given.length === 0) return sealing().keys.map(({ publicKey }) => publicKey);
  return given.map((text) => {
    const key = readPublicKey(text);
    if (key === undefined) throw new CannotSay(`“${text}” is no public key of “audit key”.`);
    return key;
  });
}

async function withDatabase<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({
    connectionString: setting('DATABASE_URL_GURU'),
    application_name: 'ourshiksha-audit',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** So many are kept for the admin's page; all are printed. */
const kept = 100;

async function runVerify(keys: readonly PublicKey[], json: boolean): Promise<number> {
  const folder = setting('AUDIT_FOLDER');
  const first: Finding[] = [];
  const onFinding = (finding: Finding) => {
    if (first.length < kept) first.push(finding);
    console.log(json ? JSON.stringify(finding) : `${finding.kind}: ${finding.text}`);
  };
  const begun = performance.now();
  return withDatabase(async (client) => {
    const found = await atOneMoment(client, () =>
      verify(client, { folder, trusted: keys, onFinding }),
    );
    const seconds = Math.round(performance.now() - begun) / 1000;
    const { rows, seals, findings, waiting, remarks } = found;
    await client.query('select audit.keep_verification($1, $2, $3, $4, $5, $6)', [
      findings === 0,
      rows,
      seals,
      seconds,
      JSON.stringify(first),
      findings,
    ]);
    if (json) {
      console.log(JSON.stringify({ kind: 'summary', isSound: findings === 0, ...found, seconds }));
    } else {
      for (const remark of remarks) console.log(remark);
      const verdict = findings === 0 ? 'nothing was tampered with' : `${findings} findings`;
      console.log(
        `${rows} rows and ${seals} seals in ${seconds} s, ${waiting} rows not sealed yet: ${verdict}.`,
      );
    }
    return findings === 0 ? 0 : 1;
  });
}

async function runProof(row: string | undefined): Promise<number> {
  const id = Number(row);
  if (!Number.isSafeInteger(id)) throw new CannotSay('audit proof takes the number of a row.');
  const made = await withDatabase((client) => makeProof(client, id));
  if (made.kind === 'no-row') throw new CannotSay(`There is no row ${id} in the log.`);
  if (made.kind === 'unsealed') {
    throw new CannotSay(`Row ${id} is in no seal yet: try again in a few seconds.`);
  }
  console.log(JSON.stringify(made.proof, null, 2));
  return 0;
}

async function runCheckProof(file: string | undefined, given: readonly string[]): Promise<number> {
  if (file === undefined) throw new CannotSay('audit check-proof takes a file.');
  let proof: unknown;
  try {
    proof = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CannotSay(
      `${file} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  const checked = checkProof(proof, publicKeys(given));
  if (!checked.holds) {
    console.log(`The proof does not hold. ${checked.why}`);
    return 1;
  }
  const { line, checkpoint } = checked;
  console.log(JSON.stringify(line, null, 2));
  console.log(
    `The proof holds: row ${line.id} is in seal ${checkpoint.seal}, made ${checkpoint.at}.`,
  );
  return 0;
}

async function runAcceptRestore(reason: string | undefined): Promise<number> {
  if (!reason?.trim()) throw new CannotSay('Say why, with --reason: it is kept for ever.');
  const accepted = await withDatabase((client) => acceptRestore(client, sealing(), reason.trim()));
  if (accepted === 'busy') throw new CannotSay('A cms is sealing just now: try again.');
  if (accepted === null) {
    console.log('The database and the checkpoints agree: there was nothing to accept.');
  } else {
    const { from, to } = accepted;
    console.log(`Seals ${sayIds([[from, to + 1]])} are given up. Sealing goes on.`);
  }
  return 0;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      key: { type: 'string', multiple: true },
      reason: { type: 'string' },
    },
  });
  const [command, argument] = positionals;
  switch (command) {
    case 'verify':
      return runVerify(publicKeys(values.key), values.json ?? false);
    case 'proof':
      return runProof(argument);
    case 'check-proof':
      return runCheckProof(argument, values.key ?? []);
    case 'key':
      for (const { text } of publicKeys()) console.log(text);
      return 0;
    case 'seal':
      if (!(await withDatabase((client) => sealAll(client, sealing())))) {
        throw new CannotSay('A cms is sealing just now.');
      }
      return 0;
    case 'accept-restore':
      return runAcceptRestore(values.reason);
    default:
      console.error(usage);
      return 2;
  }
}

main().then(
  (code) => {
    // Not exit(): what is printed into a pipe may not be written yet.
    process.exitCode = code;
  },
  (error: unknown) => {
    const isSaid = error instanceof CannotSay || error instanceof SealingStopped;
    console.error(isSaid ? error.message : error);
    process.exitCode = 2;
  },
);
