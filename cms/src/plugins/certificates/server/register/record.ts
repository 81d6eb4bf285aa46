import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { CertificateRecord, KeptFile, MarksheetRevision, RequestLine } from '../wire';
import { lineColumns } from './list';

type Found = Omit<CertificateRecord['certificate'], 'url'> & { readonly secret: string | null };
type FoundMarksheet = Omit<MarksheetRevision, 'url'> & { readonly secret: string | null };

const fileColumn = (alias: string) => `case when ${alias}.sha256 is not null then
  jsonb_build_object('sha256', ${alias}.sha256, 'bytes', ${alias}.byte_count, 'drawnAt', ${alias}.created_at) end as file`;

/**
 * One certificate with all that was frozen at its issue, its marksheets, and what was asked for about it.
 *
 * @throws Refusal `certificate.not-found`
 */
export async function certificateRecord(
  app: Core.Strapi,
  number: string,
): Promise<CertificateRecord> {
  const { found, marksheets, requests } = await readAsGuru(app, async (database) => ({
    found: (
      await database.rows<Found>(
        `select ${lineColumns}, i.certificate_name as "certificateName", i.shishya_user_id as "studentId",
          i.course_id as "courseId", i.version as "courseVersion", i.type, i.completed_on as "completedOn",
          to_jsonb(i.outcomes) as outcomes, i.initials, i.template_id as "templateId",
          d.issuer_name as "issuerName", i.design_id as "designId", x.secret,
          o.certificate_number as replaces, n.certificate_number as "replacedBy",
          r.revoked_at as "revokedAt", r.revoked_reason as "revokedReason", r.revoked_by as "revokedBy",
          ${fileColumn('f')}, i.trace, i.issued_by as "issuedBy",
          case when s.erased_at is null then nullif(s.name, i.student_name) end as "nameToday",
          s.erased_at is not null as "isErased"
        from activity.issued_certificates i
        join activity.certificate_designs d on d.id = i.design_id
        join activity.shishya_users s on s.id = i.shishya_user_id
        left join activity.certificate_secrets x on x.issued_certificate_id = i.id
        left join activity.issued_certificates o on o.id = i.replaces_id
        left join activity.issued_certificates n on n.replaces_id = i.id
        left join activity.certificate_revocations r on r.issued_certificate_id = i.id
        left join activity.certificate_files f on f.issued_certificate_id = i.id and f.kind = 'certificate'
        where i.certificate_number = $1`,
        [number],
      )
    )[0],
    marksheets: await database.rows<FoundMarksheet>(
      `select m.id, m.revision, o.revision as "replacesRevision", m.reason, m.generated_at as "generatedAt",
        m.percentage, m.grade, m.changes, m.secret, ${fileColumn('f')}
      from activity.marksheets m
      join activity.issued_certificates i on i.id = m.issued_certificate_id
      left join activity.marksheets o on o.id = m.replaces_id
      left join activity.marksheet_files f on f.marksheet_id = m.id
      where i.certificate_number = $1 order by m.revision desc`,
      [number],
    ),
    requests: await database.rows<RequestLine>(
      `select r.id, r.action, r.state, r.requested_by as "requestedBy", r.reason,
        r.created_at as "createdAt", r.ended_at as "endedAt"
      from audit.approvals r
      where r.action in ('certificate.revoke', 'certificate.reissue', 'marksheet.correct')
        and r.payload ->> 'number' = $1
      order by r.id desc`,
      [number],
    ),
  }));
  if (found === undefined) throw new Refusal(404, 'certificate.not-found');
  const { secret, ...certificate } = found;
  const site = environment().learnerUrl;
  return {
    certificate: {
      ...certificate,
      file: isoFile(certificate.file),
      // Numbers of the older form are the secret themselves.
      url: `${site}${secret === null ? `/certificates/${number}` : `/c/${secret}`}`,
    },
    marksheets: marksheets.map(({ secret: own, ...marksheet }) => ({
      ...marksheet,
      file: isoFile(marksheet.file),
      url: own === null ? null : `${site}/m/${own}`,
    })),
    requests,
  };
}

/** A moment within jsonb keeps the session's zone. */
const isoFile = (file: KeptFile | null): KeptFile | null =>
  file === null ? null : { ...file, drawnAt: new Date(file.drawnAt).toISOString() };
