import type { Core } from '@strapi/strapi';
import { plainText } from './mail-text';

const plugin = 'plugin::users-permissions';

/**
 * Students come in through our own endpoints (api/account). Of the doors of users-permissions none is
 * open, so a right given by hand in the admin is taken back at the next start.
 */
export async function settleStudentAccounts(strapi: Core.Strapi): Promise<void> {
  await settleAdvancedSettings(strapi);
  await shutDoors(strapi);
  sendReadableText(strapi);
}

async function settleAdvancedSettings(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions', key: 'advanced' });
  await store.set({
    value: {
      unique_email: true,
      allow_register: false,
      email_confirmation: true,
      email_reset_password: null,
      email_confirmation_redirection: '',
      default_role: 'authenticated',
    },
  });
}

async function shutDoors(strapi: Core.Strapi): Promise<void> {
  await strapi.db
    .query(`${plugin}.permission`)
    .deleteMany({ where: { action: { $startsWith: `${plugin}.` } } });
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
