import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { environment } from '../lib/environment';
import { inGuruTransaction } from '../lib/guru';
import { administrator } from './rights';

/** Why nobody was made, in a sentence for whoever runs the command. */
export class FirstAdministratorError extends Error {
  override name = 'FirstAdministratorError';
}

interface Invited {
  readonly email: string;
  readonly name: string;
}
interface AdminUser {
  readonly id: number;
  readonly isActive: boolean;
  readonly email: string;
  /** Of an invitation that was not taken up yet. */
  readonly registrationToken: string | null;
}

const people = 'admin::user';

/**
 * Makes the first administrator, who cannot sign in before choosing a password, and returns the link
 * for that. An invitation nobody has taken up is replaced, with its link.
 *
 * @throws FirstAdministratorError for an address that is none, and where there is an administrator
 */
export async function inviteFirstAdministrator(
  app: Core.Strapi,
  { email, name }: Invited,
): Promise<string> {
  const address = z.email().safeParse(email.trim().toLowerCase());
  if (!address.success) throw new FirstAdministratorError(`“${email}” is no e-mail address.`);
  // Strapi goes on writing behind the making of a user, so it must not happen inside a transaction;
  // one that does nothing else keeps a second command waiting.
  const token = await inGuruTransaction(app, {}, async (database) => {
    await database.rows(`select pg_advisory_xact_lock(hashtext('ourshiksha first administrator'))`);
    return invite(app, address.data, name);
  });
  return `${environment().publicUrl}/admin/auth/register?registrationToken=${token}`;
}

async function invite(app: Core.Strapi, email: string, name: string): Promise<string> {
  const known: AdminUser[] = await app.db
    .query(people)
    .findMany({ where: { $or: [{ roles: { code: administrator.code } }, { email }] } });
  const isInvited = ({ isActive, registrationToken }: AdminUser) =>
    !isActive && registrationToken !== null;
  // Somebody deactivated keeps the account: whose it was stands in the log.
  if (known.some((user) => user.isActive || (user.email === email && !isInvited(user))))
    throw new FirstAdministratorError(
      'There is an administrator already, or somebody with that address. Further administrators are made in the admin.',
    );
  for (const { id } of known.filter(isInvited))
    await app.db.query(people).delete({ where: { id } });
  const role = await app.service('admin::role').getSuperAdmin();
  const made = await app.service('admin::user').create({
    email,
    firstname: name,
    isActive: false,
    roles: [role.id],
  });
  return made.registrationToken;
}
