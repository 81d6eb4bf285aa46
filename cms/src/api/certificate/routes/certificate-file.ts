import {
  certificatePdfBySecret,
  marksheetPdfBySecret,
  secret as secretForm,
} from '@ourshiksha/contract/certificate';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route } from '../../../lib/route';
import {
  certificateFileBySecret,
  marksheetFileBySecret,
  type PaperFile,
} from '../../../plugins/certificates/server/file';

/** A PDF, for whoever has its secret: the verification page shows no less. */
const pdf = (
  pathOf: (secret: string) => string,
  read: (app: Core.Strapi, secret: string) => Promise<PaperFile>,
): Route => ({
  method: 'GET',
  path: pathOf(':secret'),
  config: { auth: false },
  handler: async (context: Context) => {
    await answer(context, async () => {
      const secret = secretForm.safeParse(context.params.secret);
      if (!secret.success) throw new Refusal(404, 'certificate.not-found');
      const file = await read(strapi, secret.data);
      context.type = 'application/pdf';
      context.set('Content-Disposition', `inline; filename="${file.fileName}"`);
      context.set('Cache-Control', 'private, no-cache');
      context.etag = file.sha256;
      return Buffer.from(file.bytes);
    });
    if (context.status === 200 && context.fresh) context.status = 304;
  },
});

export default {
  routes: [
    pdf(certificatePdfBySecret, certificateFileBySecret),
    pdf(marksheetPdfBySecret, marksheetFileBySecret),
  ],
};
