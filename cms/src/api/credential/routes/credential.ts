import {
  credentialJwtPath,
  credentialPath,
  getIssuer,
  statusListPath,
} from '@ourshiksha/contract/credential';
import type { Context } from 'koa';
import { environment } from '../../../lib/environment';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route, refuseQuery, route, visitorOf } from '../../../lib/route';
import { asStudent } from '../../../lib/students';
import { studentsPool } from '../../../lib/students-pool';
import { didDocument, type KnownKey } from '../../../plugins/certificates/server/credential/issuer';
import { statusList } from '../../../plugins/certificates/server/credential/issuing';

const issuer = route(getIssuer, async ({ database }) => ({
  did_document: didDocument(
    environment().learnerUrl,
    await database.rows<KnownKey>('select key_id, revoked_at from activity.issuer_key_history()'),
  ),
}));

/** A text for anybody, letter for letter as it was signed; `read` gives null where there is none. */
const signedText = (
  path: string,
  type: string,
  code: string,
  read: (context: Context) => Promise<{ text: string; fileName?: string } | null>,
): Route => ({
  method: 'GET',
  path,
  config: { auth: false },
  handler: (context) =>
    answer(context, async () => {
      refuseQuery(context);
      const found = await read(context);
      if (found === null) throw new Refusal(404, code);
      context.type = type;
      if (found.fileName !== undefined) {
        context.set('Content-Disposition', `attachment; filename="${found.fileName}"`);
      }
      return found.text;
    }),
});

interface Row {
  readonly certificate_number: string;
  readonly credential: string;
  readonly jwt: string;
}

async function bySecret(context: Context): Promise<Row | undefined> {
  const secret = String(context.params.secret);
  const [row] = await asStudent(
    studentsPool(strapi),
    visitorOf(context, 'anyone'),
    'read',
    (database) => database.rows<Row>('select * from activity.credential_by_secret($1)', [secret]),
  );
  return row;
}

const document = signedText(
  credentialPath(':secret'),
  'application/vc',
  'credential.not-found',
  async (context) => {
    const row = await bySecret(context);
    if (row === undefined) return null;
    return { text: row.credential, fileName: `${row.certificate_number}.json` };
  },
);

const token = signedText(
  credentialJwtPath(':secret'),
  'application/vc+jwt',
  'credential.not-found',
  async (context) => {
    const row = await bySecret(context);
    return row === undefined ? null : { text: row.jwt, fileName: `${row.certificate_number}.jwt` };
  },
);

const status = signedText(
  statusListPath(':list'),
  'application/vc',
  'status-list.not-found',
  async (context) => {
    const list = String(context.params.list);
    // No more than fit into the numbers of certificates.
    const text = /^[1-9]\d{0,3}$/.test(list) ? await statusList(strapi, Number(list)) : null;
    return text === null ? null : { text };
  },
);

export default { routes: [issuer, document, token, status] };
