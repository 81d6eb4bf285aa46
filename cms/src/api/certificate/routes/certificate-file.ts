import { certificateNumber, certificatePdfPath } from '@ourshiksha/contract/certificate';
import type { Context } from 'koa';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route } from '../../../lib/route';
import { certificateFile } from '../../../plugins/certificates/server/file';

/** The PDF, for whoever knows the number: the verification page shows no less. */
const pdf: Route = {
  method: 'GET',
  path: certificatePdfPath(':certificate_number'),
  config: { auth: false },
  handler: async (context: Context) => {
    await answer(context, async () => {
      const number = certificateNumber.safeParse(context.params.certificate_number);
      const file = number.success ? await certificateFile(strapi, number.data) : null;
      if (file === null) throw new Refusal(404, 'certificate.not-found');
      context.type = 'application/pdf';
      context.set('Content-Disposition', `inline; filename="${file.fileName}"`);
      context.set('Cache-Control', 'private, no-cache');
      context.etag = file.sha256;
      return Buffer.from(file.bytes);
    });
    if (context.status === 200 && context.fresh) context.status = 304;
  },
};

export default { routes: [pdf] };
