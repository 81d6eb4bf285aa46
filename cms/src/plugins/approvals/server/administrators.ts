import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { asGuru } from '../../../lib/guru';
import { messages } from '../../../lib/messages';
import type { Candidate } from './wire';

/** Active people of the admin who are no administrators, by name. */
export function candidates(app: Core.Strapi): Promise<Candidate[]> {
  return asGuru(app, (database) =>
    database.rows<Candidate>(
      `select u.id, coalesce(nullif(btrim(concat_ws(' ', u.firstname, u.lastname)), ''), u.email) as name, u.email
      from cms.admin_users u
      where u.is_active and not coalesce(u.blocked, false) and not exists (
        select from cms.admin_users_roles_lnk l join cms.admin_roles r on r.id = l.role_id
        where l.user_id = u.id and r.code = 'strapi-super-admin')
      order by name, u.id`,
    ),
  );
}

/** Strapi's service for administrators, as far as it is wrapped here. */
type Service = Record<'create' | 'updateById', (...given: unknown[]) => Promise<unknown>>;

/** As the trigger says it. knex puts the statement before the message, so it stands at the end. */
const askFirst = 'administrator.ask-first';
const isRefused = (error: unknown): boolean =>
  error instanceof Error && error.message.endsWith(askFirst);

/**
 * The database refuses to give anybody the super admin's role; to Strapi that is a failure without
 * words. So its own pages show the sentence that says what to do instead.
 */
export function explainRefusedAdministrators(app: Core.Strapi): void {
  const service = app.service('admin::user') as unknown as Service;
  for (const name of ['create', 'updateById'] as const) {
    const work = service[name];
    service[name] = async (...given) => {
      try {
        return await work(...given);
      } catch (error) {
        if (!isRefused(error)) throw error;
        // Of a ForbiddenError Strapi would show no reason.
        throw new errors.ValidationError(messages[askFirst] ?? askFirst);
      }
    };
  }
}
