import type { Core } from '@strapi/strapi';
import { environment } from '../lib/environment';
import { parseSender, plainText } from './mail-text';

/**
 * The only doors of users-permissions that stay open. Everything else a student does goes through
 * our own endpoints, so a right given by hand in the admin is taken back at the next start.
 */
export const openActions: Readonly<Record<'public' | 'authenticated', readonly string[]>> = {
  public: [
    'callback',
    'register',
    'emailConfirmation',
    'sendEmailConfirmation',
    'forgotPassword',
    'resetPassword',
    'refresh',
  ],
  authenticated: ['logout'],
};

const plugin = 'plugin::users-permissions';

export async function settleStudentAccounts(strapi: Core.Strapi): Promise<void> {
  await settleAdvancedSettings(strapi);
  await settleMails(strapi);
  await settleDoors(strapi);
  sendReadableText(strapi);
}

async function settleAdvancedSettings(strapi: Core.Strapi): Promise<void> {
  const { learnerUrl } = environment();
  const store = strapi.store({ type: 'plugin', name: 'users-permissions', key: 'advanced' });
  await store.set({
    value: {
      unique_email: true,
      allow_register: true,
      email_confirmation: true,
      email_reset_password: `${learnerUrl}/reset-password`,
      email_confirmation_redirection: `${learnerUrl}/login`,
      default_role: 'authenticated',
    },
  });
}

/** The texts are part of the code: what an editor would change in the admin is set again here. */
async function settleMails(strapi: Core.Strapi): Promise<void> {
  const { learnerUrl, mailFrom } = environment();
  const from = parseSender(mailFrom);
  const store = strapi.store({ type: 'plugin', name: 'users-permissions', key: 'email' });
  const confirm = `${learnerUrl}/confirm?confirmation=<%= CODE %>`;
  const reset = '<%= URL %>?code=<%= TOKEN %>';
  await store.set({
    value: {
      email_confirmation: {
        display: 'Email.template.email_confirmation',
        icon: 'check-square',
        options: {
          from,
          response_email: '',
          object: 'Confirm your e-mail address',
          message: [
            '<p>Hello,</p>',
            '<p>thank you for joining OurShiksha. Please open this link to confirm your e-mail address:</p>',
            `<p><a href="${confirm}">${confirm}</a></p>`,
            '<p>If you did not register, you can ignore this mail; nothing will happen.</p>',
          ].join('\n'),
        },
      },
      reset_password: {
        display: 'Email.template.reset_password',
        icon: 'sync',
        options: {
          from,
          response_email: '',
          object: 'Choose a new password',
          message: [
            '<p>Hello,</p>',
            '<p>somebody, we hope you, asked for a new password at OurShiksha. Open this link within one hour to choose one:</p>',
            `<p><a href="${reset}">${reset}</a></p>`,
            '<p>If it was not you, you can ignore this mail; your password stays as it is.</p>',
          ].join('\n'),
        },
      },
    },
  });
}

async function settleDoors(strapi: Core.Strapi): Promise<void> {
  const roles = await strapi.db.query(`${plugin}.role`).findMany({ populate: ['permissions'] });
  for (const role of roles) {
    const doors =
      role.type === 'public' || role.type === 'authenticated'
        ? openActions[role.type as 'public']
        : [];
    const wanted = new Set(doors.map((action) => `${plugin}.auth.${action}`));
    const present = (role.permissions ?? []) as { id: number; action: string }[];
    for (const { id, action } of present) {
      if (wanted.delete(action) || !action.startsWith(`${plugin}.`)) continue;
      await strapi.db.query(`${plugin}.permission`).delete({ where: { id } });
    }
    for (const action of wanted) {
      await strapi.db.query(`${plugin}.permission`).create({ data: { action, role: role.id } });
    }
  }
}

interface Mail {
  text?: string;
  html?: string;
}

function sendReadableText(strapi: Core.Strapi): void {
  const provider = strapi.plugin('email').provider as { send(mail: Mail): Promise<unknown> };
  const send = provider.send.bind(provider);
  provider.send = (mail) =>
    send(mail.html && mail.text === mail.html ? { ...mail, text: plainText(mail.html) } : mail);
}
