import path from 'node:path';
import { parseArgs } from 'node:util';
import { createStrapi } from '@strapi/strapi';
import {
  FirstAdministratorError,
  inviteFirstAdministrator,
} from '../src/bootstrap/first-administrator';
import { endStrapi } from './end-strapi';

/**
 * `create-administrator.js --email <address> [--name <first name>]`: makes the first administrator of a
 * school and prints the link under which that person chooses a password. Asked again before the link
 * was used, it prints a new one, and the old one ends. Further administrators are made in the admin.
 *
 * Whoever may run this reaches the database's password anyway; whoever may only open the admin's
 * address makes nobody.
 */
const { values } = parseArgs({
  options: { email: { type: 'string' }, name: { type: 'string', default: 'Administrator' } },
});

async function main(): Promise<number> {
  if (values.email === undefined) {
    console.error('Say whose account it is: --email <address>.');
    return 2;
  }
  const app = await createStrapi({ appDir: process.cwd(), distDir: path.resolve('dist') }).load();
  try {
    const link = await inviteFirstAdministrator(app, { email: values.email, name: values.name });
    console.log(`Open this link and choose a password; it works once:\n${link}`);
    return 0;
  } catch (error) {
    if (!(error instanceof FirstAdministratorError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await endStrapi(app);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
