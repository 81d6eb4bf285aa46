import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { environment } from '../lib/environment';
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
  const token = await app.db.transaction(async ({ trx }) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtext('ourshiksha first administrator'))`);
    const known: AdminUser[] = await app.db.query(people).findMany({
      where: { $or: [{ roles: { code: administrator.code } }, { email: address.data }] },
    });
    if (known.some(({ isActive }) => isActive))
      throw new FirstAdministratorError(
        'There is an administrator already, or somebody with that address. Further administrators are made in the admin.',
      );
    for (const { id } of known) await app.db.query(people).delete({ where: { id } });
    const role = await app.service('admin::role').getSuperAdmin();
    const made = await app.service('admin::user').create({
      email: address.data,
      firstname: name,
      isActive: false,
      roles: [role.id],
    });
    return made.registrationToken as string;
  });
  return `${environment().publicUrl}/admin/auth/register?registrationToken=${token}`;
}
