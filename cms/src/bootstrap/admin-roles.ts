import type { Core } from '@strapi/strapi';
import { isDraft } from '../plugins/draft-fields/server/course-filter';
import { ownCourse } from './own-drafts';
import { administrator, type Role, settledRoles } from './rights';

interface Permission {
  readonly action: string;
  readonly subject: string | null;
  readonly properties: object;
  readonly conditions: readonly string[];
}
interface RoleRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

/** The part of Strapi's services for roles that is used here. */
interface Roles {
  findOne(where: object): Promise<RoleRow | null>;
  create(role: object): Promise<RoleRow>;
  update(where: object, role: object): Promise<unknown>;
  assignPermissions(role: number, permissions: readonly Permission[]): Promise<unknown>;
}
interface Action {
  readonly actionId: string;
  readonly subjects?: readonly string[];
}

const draftActions = ['create', 'read', 'update', 'delete'].map(
  (verb) => `plugin::content-manager.explorer.${verb}`,
);

/**
 * Gives the five roles exactly the rights of the code, and makes those that are not there. One cms
 * after the other where several start at once.
 */
export async function settleAdminRoles(app: Core.Strapi): Promise<void> {
  const roles = app.service('admin::role') as unknown as Roles;
  await app.db.transaction(async ({ trx }) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtext('ourshiksha admin roles'))`);
    await settleName(roles, administrator);
    for (const role of settledRoles) {
      const { id } = await settleName(roles, role);
      await roles.assignPermissions(id, permissionsOf(app, role));
    }
  });
}

async function settleName(
  roles: Roles,
  { code, name, description }: Pick<Role, 'code' | 'name' | 'description'>,
): Promise<RoleRow> {
  const row = await roles.findOne({ code });
  if (row === null) return roles.create({ code, name: await freeName(roles, name), description });
  // A school's own role may have taken the name; it keeps it.
  const changed = (await roles.findOne({ name, code: { $ne: code } })) === null ? name : row.name;
  if (row.name !== changed || row.description !== description)
    await roles.update({ id: row.id }, { name: changed, description });
  return row;
}

const freeName = async (roles: Roles, name: string): Promise<string> =>
  (await roles.findOne({ name })) === null ? name : `${name} (OurShiksha)`;

/** What a role may do, as Strapi keeps it; permissions of a plugin that is not there are left out. */
function permissionsOf(app: Core.Strapi, role: Role): Permission[] {
  const { actionProvider } = app.service('admin::permission') as {
    actionProvider: { has(action: string): boolean; get(action: string): Action };
  };
  const plain = (action: string, conditions: readonly string[]): Permission => ({
    action,
    subject: null,
    properties: {},
    conditions,
  });
  const others = [
    ...role.permissions.map((action) => plain(action, [])),
    ...role.own.map((action) => plain(action, ['admin::is-creator'])),
  ].filter(({ action }) => actionProvider.has(action));
  if (role.drafts === 'none') return others;
  const { getPermissionsWithNestedFields } = app.service('admin::content-type') as {
    getPermissionsWithNestedFields(actions: readonly Action[]): Permission[];
  };
  const conditions = role.drafts === 'all' ? [] : [ownCourse];
  const drafts = draftActions
    .map((action) => actionProvider.get(action))
    .map((action) => ({ ...action, subjects: (action.subjects ?? []).filter(isDraft) }));
  return [
    ...getPermissionsWithNestedFields(drafts).map((permission) => ({ ...permission, conditions })),
    ...others,
  ];
}
