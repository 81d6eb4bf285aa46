import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: unknown;
  readonly config?: { readonly policies?: readonly unknown[] };
}
interface Router {
  readonly type?: string;
  readonly routes?: readonly Route[];
}
type RouterInput = Router | ((scope: { strapi: Core.Strapi }) => Router);
/** A module of Strapi as far as its routes go; it makes them of this when it starts to serve. */
interface Module {
  routes: Record<string, RouterInput> | readonly Route[];
}

const needs = (...actions: string[]) => ({ name: 'admin::hasPermissions', config: { actions } });
const readsThatKind = {
  name: 'plugin::content-manager.hasPermissions',
  config: { actions: ['plugin::content-manager.explorer.read'] },
};

/**
 * Doors of the admin that Strapi opens to whoever is signed in, or guards too late, with the permission
 * they need here; null takes one away.
 */
const guards: Readonly<Record<string, unknown>> = {
  // Sends any mail to anybody in the school's name. Nothing uses it; tests of the settings have their own.
  'email POST /': null,
  'i18n PUT /settings': needs('plugin::i18n.locale.update'),
  'upload POST /': needs('plugin::upload.assets.create'),
  'upload POST /files': needs('plugin::upload.assets.create'),
  'upload PUT /files/:id': needs('plugin::upload.assets.update'),
  'upload POST /files/:id/replace': needs('plugin::upload.assets.update'),
  // Answers 500 to those who may not read that kind.
  'content-manager GET /relations/:model/:targetField': readsThatKind,
  'content-manager GET /relations/:model/:id/:targetField': readsThatKind,
  'users-permissions GET /permissions': needs('plugin::users-permissions.roles.read'),
  'users-permissions GET /policies': needs('plugin::users-permissions.roles.read'),
  'users-permissions GET /routes': needs('plugin::users-permissions.roles.read'),
};

/**
 * Takes away Strapi's doors that nobody here goes through, as what is not there needs no guard, and
 * guards those that stand open to too many.
 *
 * Below `/api` Strapi's plugins serve accounts, files and settings to whoever has an API token. With
 * one that has full access a student's password could be set, and work handed in under that name. Students
 * sign in through endpoints of our own, so none of these is needed.
 *
 * The first administrator would be whoever opens the admin of an empty system first. It is made by the
 * command `create-administrator` instead.
 *
 * To be called before Strapi makes its routes, in the app's `register`.
 */
export function closeDoors(app: Core.Strapi): void {
  const modules = app.plugins as unknown as Readonly<Record<string, Module>>;
  for (const [plugin, module] of Object.entries(modules)) {
    // A list instead of routers is for the admin only.
    if (Array.isArray(module.routes)) continue;
    module.routes = Object.fromEntries(
      Object.entries(module.routes).map(([key, input]) => [key, guarded(plugin, input)]),
    );
  }
  const { routes } = app.admin as unknown as { routes: Readonly<Record<string, Router>> };
  const first = routes.admin?.routes?.find(({ path }) => path === '/register-admin');
  if (first === undefined) throw new Error('Strapi has another door for the first administrator.');
  Object.assign(first, { handler: refuseFirst });
}

function guarded(plugin: string, input: RouterInput): RouterInput {
  return (scope) => {
    const router = typeof input === 'function' ? input(scope) : input;
    const routes = router.routes ?? [];
    if (router.type === 'content-api') return { ...router, routes: [] };
    return {
      ...router,
      routes: routes.flatMap((route) => {
        const guard = guards[`${plugin} ${route.method} ${route.path}`];
        if (guard === undefined) return [route];
        if (guard === null) return [];
        const policies = ['admin::isAuthenticatedAdmin', guard];
        return [{ ...route, config: { ...route.config, policies } }];
      }),
    };
  };
}

function refuseFirst(context: Context & { forbidden(message: string): void }): void {
  context.forbidden(
    'The first administrator is made on the server, by the command create-administrator.',
  );
}
