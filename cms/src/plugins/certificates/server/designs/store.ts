import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { asGuru, readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Design } from '../facts';
import type { DesignEntry, DesignForm, DesignLine } from '../wire';

/** Every design there was, the one in use first. */
export function designLines(app: Core.Strapi): Promise<DesignLine[]> {
  return readAsGuru(app, (database) =>
    database.rows<DesignLine>(
      `select d.id, d.issuer_name as "issuerName", d.created_by as "createdBy", d.created_at as "createdAt",
        (select coalesce(jsonb_agg(s ->> 'name'), '[]') from jsonb_array_elements(d.signatories) s) as signatories
      from activity.certificate_designs d order by d.id desc`,
    ),
  );
}

/**
 * One design, with its pictures.
 *
 * @throws Refusal `design.not-found`
 */
export async function designEntry(app: Core.Strapi, id: number): Promise<DesignEntry> {
  const [found] = await readAsGuru(app, (database) =>
    database.rows<DesignForm & { createdBy: string; createdAt: string }>(
      `select issuer_name as "issuerName", issuer_url as "issuerUrl", accent, paper,
        replace(encode(logo, 'base64'), E'\\n', '') as logo, signatories,
        created_by as "createdBy", created_at as "createdAt"
      from activity.certificate_designs where id = $1`,
      [id],
    ),
  );
  if (found === undefined) throw new Refusal(404, 'design.not-found');
  const { createdBy, createdAt, ...form } = found;
  return { id, createdBy, createdAt, form };
}

/** Certificates that are issued from now on bear this design; issued ones keep theirs. */
export async function saveDesign(
  app: Core.Strapi,
  { name }: Administrator,
  { issuer_name, issuer_url, accent, paper, logo, signatories }: Design,
): Promise<number> {
  const told = {
    issuer_name,
    issuer_url,
    accent,
    paper,
    signatories: signatories.map(({ signature, ...person }) => ({
      ...person,
      signature: signature === null ? null : Buffer.from(signature).toString('base64'),
    })),
  };
  const [saved] = await asGuru(app, (database) =>
    database.rows<{ id: number }>('select activity.set_certificate_design($1, $2, $3) as id', [
      JSON.stringify(told),
      logo === null ? null : Buffer.from(logo),
      name,
    ]),
  );
  if (saved === undefined) throw new Error('A design that was saved returns its number.');
  return saved.id;
}
