import {
  type CertificateReply,
  certificatePictureBySecret,
  secret as secretForm,
} from '@ourshiksha/contract/certificate';
import type { Context } from 'koa';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route, visitorOf } from '../../../lib/route';
import { asStudent } from '../../../lib/students';
import { studentsPool } from '../../../lib/students-pool';
import { sharePicture } from '../../../plugins/certificates/server/share-picture';

/** What other sites show beside a link to a certificate, as long as it is valid. */
const picture: Route = {
  method: 'GET',
  path: certificatePictureBySecret(':secret'),
  config: { auth: false },
  handler: (context: Context) =>
    answer(context, async () => {
      const secret = secretForm.safeParse(context.params.secret);
      if (!secret.success) throw new Refusal(404, 'certificate.not-found');
      const [row] = await asStudent(
        studentsPool(strapi),
        visitorOf(context, 'anyone'),
        'read',
        (database) =>
          database.rows<{ told: CertificateReply | null }>(
            'select activity.verify_by_secret($1) as told',
            [secret.data],
          ),
      );
      if (row?.told?.status !== 'valid') throw new Refusal(404, 'certificate.not-found');
      context.type = 'image/png';
      context.set('Cache-Control', 'private, no-cache');
      return sharePicture(row.told.certificate);
    }),
};

export default { routes: [picture] };
