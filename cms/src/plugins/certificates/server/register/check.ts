import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { note } from '../../../../lib/audit';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { readKept } from '../storage';
import type { FileCheck, FileFinding } from '../wire';

interface Entry {
  /** Null for the certificate itself. */
  readonly revision: number | null;
  /** Both null while it is not drawn, and where it was erased with its student. */
  readonly url: string | null;
  readonly sha256: string | null;
  readonly isErased: boolean;
}

/**
 * Reads the kept files of a certificate and its marksheets and holds their bytes against the hashes of
 * their issue. A file that is not as it was is in the audit log, with who looked.
 *
 * @throws Refusal `certificate.not-found`
 */
export async function checkFiles(app: Core.Strapi, number: string): Promise<FileCheck> {
  const entries = await readAsGuru(app, (database) =>
    database.rows<Entry>(
      `select null::integer as revision, f.storage_url as url, f.sha256,
        s.erased_at is not null as "isErased"
      from activity.issued_certificates i
      join activity.shishya_users s on s.id = i.shishya_user_id
      left join activity.certificate_files f on f.issued_certificate_id = i.id and f.kind = 'certificate'
      where i.certificate_number = $1
      union all
      select m.revision, f.storage_url, f.sha256, s.erased_at is not null
      from activity.issued_certificates i
      join activity.shishya_users s on s.id = i.shishya_user_id
      join activity.marksheets m on m.issued_certificate_id = i.id
      left join activity.marksheet_files f on f.marksheet_id = m.id
      where i.certificate_number = $1
      order by revision nulls first`,
      [number],
    ),
  );
  const [certificate, ...marksheets] = await Promise.all(
    entries.map(async (entry) => ({ ...entry, finding: await findingOf(app, entry) })),
  );
  if (certificate === undefined) throw new Refusal(404, 'certificate.not-found');
  const check: FileCheck = {
    certificate: certificate.finding,
    marksheets: marksheets.map(({ revision, finding }) => ({ revision: revision ?? 1, finding })),
  };
  const isWrong = [certificate, ...marksheets].some(({ finding }) =>
    ['altered', 'lost'].includes(finding),
  );
  if (isWrong)
    await note(app, {
      action: 'certificate.file-wrong',
      subject: 'activity.issued_certificates',
      subjectId: number,
      details: { ...check },
    });
  return check;
}

async function findingOf(app: Core.Strapi, { url, sha256, isErased }: Entry): Promise<FileFinding> {
  if (url === null) return isErased ? 'erased' : 'in the making';
  const bytes = await readKept(app, url);
  if (bytes === null) return 'lost';
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? 'as issued' : 'altered';
}
