import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { asGuru } from '../../../lib/guru';
import { messages } from '../../../lib/messages';
import { mayVote } from './permissions';
import type { Candidates } from './wire';

/** The roles that are given by approval, and the active people of the admin, both by name. */
export function candidates(app: Core.Strapi): Promise<Candidates> {
  return asGuru(app, async (database) => ({
    roles: await database.rows<Candidates['roles'][number]>(
      'select code, name from cms.admin_roles where cms.role_decides(id) order by name, code',
    ),
    people: await database.rows<Candidates['people'][number]>(
      `select u.id, coalesce(nullif(btrim(concat_ws(' ', u.firstname, u.lastname)), ''), u.email) as name, u.email,
        (select coalesce(jsonb_agg(r.code order by r.code), '[]') from cms.admin_users_roles_lnk l
          join cms.admin_roles r on r.id = l.role_id where l.user_id = u.id) as roles
      from cms.admin_users u
      where u.is_active and not coalesce(u.blocked, false)
      order by name, u.id`,
    ),
  }));
}

/** A method of one of Strapi's services. */
type Work = (...given: unknown[]) => Promise<unknown>;

/** The code the triggers raise. knex puts the statement before the message, so it stands at the end. */
const raised = (error: unknown): string | undefined =>
  error instanceof Error ? /\badministrator\.[a-z-]+$/.exec(error.message)?.[0] : undefined;

/** Runs one of Strapi's methods; what the database refused is said in its sentence. */
const explained =
  (work: Work): Work =>
  async (...given) => {
    try {
      return await work(...given);
    } catch (error) {
      const code = raised(error);
      if (code === undefined) throw error;
      // Of a ForbiddenError Strapi would show no reason.
      throw new errors.ValidationError(messages[code] ?? code);
    }
  };

/**
 * The database refuses what one person alone may not do about the people and roles of the admin; to
 * Strapi that is a failure without words. So its own pages show the sentence that says what to do
 * instead.
 */
export function explainRefusedAdministrators(app: Core.Strapi): void {
  const users = app.service('admin::user') as unknown as Record<'create' | 'updateById', Work>;
  users.create = explained(users.create);
  users.updateById = explained(users.updateById);
  const roles = app.service('admin::role') as unknown as Record<'assignPermissions', Work>;
  const assign = roles.assignPermissions;
  roles.assignPermissions = explained(async (role, permissions, ...rest) => {
    // Strapi saves them one by one, and outside a transaction; so it is asked before the first.
    if ((permissions as readonly { action: string }[]).some(({ action }) => action === mayVote))
      await asGuru(app, (database) =>
        database.rows(
          `select cms.refuse_giving_alone('administrator.vote', null, $1) where not cms.role_decides($1)`,
          [role],
        ),
      );
    return assign(role, permissions, ...rest);
  });
}
