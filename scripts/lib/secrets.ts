import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';
import { makeSigningCertificate } from './signing-certificate.ts';

const names = [
  'postgres',
  'guru',
  'shishya',
  'appKey1',
  'appKey2',
  'apiTokenSalt',
  'adminJwtSecret',
  'transferTokenSalt',
  'encryptionKey',
  'jwtSecret',
  'administratorPassword',
  'studentPassword',
  'auditSigningKey',
  'credentialSigningKey',
  'certificateSigningKey',
] as const;

export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** Random, and with a capital, a small letter and a digit, which Strapi asks of an administrator. */
export function randomSecret(): string {
  for (;;) {
    const secret = randomBytes(24).toString('base64url');
    if (/[A-Z]/.test(secret) && /[a-z]/.test(secret) && /\d/.test(secret)) return secret;
  }
}

/** An Ed25519 private key (PKCS#8, DER, base64), as AUDIT_SIGNING_KEY and CREDENTIAL_SIGNING_KEY take it. */
function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

function make(name: (typeof names)[number]): string {
  if (name === 'certificateSigningKey') return makeSigningCertificate('OurShiksha');
  return name.endsWith('SigningKey') ? signingKey() : randomSecret();
}

export function makeSecrets(known: Partial<Secrets> = {}): Secrets {
  return Object.fromEntries(
    names.map((name) => [name, known[name] ?? make(name)]),
  ) as unknown as Secrets;
}

/** The secrets of a data folder, made at its first use; only their owner can read them. */
export function loadSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json');
  let known: Partial<Secrets> = {};
  if (existsSync(file)) {
    try {
      known = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
    } catch {
      throw new Refusal(`${file} is not readable as JSON: put your copy of it back.`);
    }
  }
  const secrets = makeSecrets(known);
  if (names.some((name) => known[name] === undefined)) {
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets;
}
