import path from 'node:path';
import { type Core, createStrapi } from '@strapi/strapi';
import { findingLine, ImportRefused, importCourse } from '../src/plugins/importer/server';
import { publishCourse } from '../src/plugins/publisher/server';
import { endStrapi } from './end-strapi';

/**
 * Fills an empty system: one administrator, one student whose address counts as confirmed, and the
 * course in SAMPLE_FOLDER, published, when that is set.
 * Whoever exists already is left alone, password and all, so the command can be run again after a
 * failure. Addresses and passwords come from the environment; a line of JSON says what was made.
 */
interface Person {
  readonly email: string;
  readonly password: string;
}

function person(role: 'ADMIN' | 'STUDENT'): Person {
  const email = process.env[`${role}_EMAIL`];
  const password = process.env[`${role}_PASSWORD`];
  if (!email || !password) {
    throw new Error(`Set ${role}_EMAIL and ${role}_PASSWORD for the first start.`);
  }
  return { email: email.toLowerCase(), password };
}

async function ensureAdministrator(strapi: Core.Strapi, { email, password }: Person) {
  if ((await strapi.db.query('admin::user').count({ where: { email } })) > 0) return false;
  const role = await strapi.service('admin::role').getSuperAdmin();
  await strapi.service('admin::user').create({
    email,
    password,
    firstname: 'Administrator',
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
  return true;
}

async function ensureStudent(strapi: Core.Strapi, { email, password }: Person) {
  const user = 'plugin::users-permissions.user';
  if ((await strapi.db.query(user).count({ where: { email } })) > 0) return false;
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'authenticated' } });
  await strapi.plugin('users-permissions').service('user').add({
    username: email,
    email,
    name: 'Demo Student',
    password,
    provider: 'local',
    confirmed: true,
    blocked: false,
    role: role.id,
  });
  return true;
}

async function publishSample(strapi: Core.Strapi, folder: string): Promise<number> {
  try {
    const { documentId } = await importCourse(strapi, folder, {});
    if (documentId === null) throw new Error(`The course in ${folder} was not stored.`);
    const by = { id: null, name: 'first start' };
    const outcome = await publishCourse(strapi, documentId, by, 'Sample course');
    if (outcome.kind === 'published') return outcome.version;
    const problems = outcome.problems.map(({ message }) => message).join('\n');
    throw new Error(`The course in ${folder} was not published:\n${problems}`);
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    throw new Error([error.message, ...error.findings.map(findingLine)].join('\n'));
  }
}

async function main() {
  const administrator = person('ADMIN');
  const student = person('STUDENT');
  const sample = process.env.SAMPLE_FOLDER;
  const strapi = await createStrapi({
    appDir: process.cwd(),
    distDir: path.resolve('dist'),
  }).load();
  try {
    const made = {
      administrator: await ensureAdministrator(strapi, administrator),
      student: await ensureStudent(strapi, student),
      sampleVersion: sample ? await publishSample(strapi, path.resolve(sample)) : null,
    };
    // Last, so that a first start that failed half-way is taken up again by the next one.
    await strapi
      .store({ type: 'core', name: 'ourshiksha', key: 'first-start' })
      .set({ value: made });
    process.stdout.write(`${JSON.stringify(made)}\n`);
  } finally {
    await endStrapi(strapi);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
