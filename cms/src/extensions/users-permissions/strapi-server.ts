import { errors } from '@strapi/utils';

interface Context {
  request: { body: unknown };
  send(body: unknown): void;
}
type Action = (context: Context, ...rest: unknown[]) => Promise<unknown>;
type AuthController = Record<'register' | 'forgotPassword' | 'resetPassword', Action>;
interface UsersPermissions {
  controllers: { auth: (scope: { strapi: typeof strapi }) => AuthController };
}

const user = 'plugin::users-permissions.user';
const resetLinkLivesFor = 60 * 60 * 1000;

function field(body: unknown, name: string): string {
  const value = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** What Strapi 5.54 leaves half done when a mail cannot be sent, and reset links that never expire. */
export default (plugin: UsersPermissions): UsersPermissions => {
  const original = plugin.controllers.auth;
  plugin.controllers.auth = (scope) => {
    const auth = original(scope);
    const { register, forgotPassword, resetPassword } = auth;

    /** With the mail server down, Strapi answers 400 but the account exists: take it back. */
    auth.register = async (context, ...rest) => {
      const email = field(context.request.body, 'email').toLowerCase();
      const before = await strapi.db.query(user).count({ where: { email } });
      try {
        return await register(context, ...rest);
      } catch (error) {
        const half = before === 0 && email !== '' && { email, confirmed: false };
        if (!half || (await strapi.db.query(user).count({ where: half })) === 0) throw error;
        await strapi.db.query(user).delete({ where: half });
        strapi.log.error(error);
        throw new errors.ApplicationError(
          'We could not send the confirmation mail. Please try again in a few minutes.',
        );
      }
    };

    /** With the mail server down, only a known address would answer 500, and so be found out. */
    auth.forgotPassword = async (context, ...rest) => {
      try {
        return await forgotPassword(context, ...rest);
      } catch (error) {
        if (error instanceof errors.ValidationError) throw error;
        strapi.log.error(error);
        return context.send({ ok: true });
      }
    };

    /** The row was last written when the link was made, or later; so an old row means an old link. */
    auth.resetPassword = async (context, ...rest) => {
      const code = field(context.request.body, 'code');
      const owner =
        code && (await strapi.db.query(user).findOne({ where: { resetPasswordToken: code } }));
      if (owner && Date.now() - new Date(owner.updatedAt).getTime() > resetLinkLivesFor) {
        throw new errors.ValidationError('Incorrect code provided');
      }
      return resetPassword(context, ...rest);
    };

    return auth;
  };
  return plugin;
};
