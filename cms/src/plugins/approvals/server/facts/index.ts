import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import { refusalFrom } from '../../../../lib/refusal';
import { previewCorrection } from '../../../records/server/keys/preview';
import type { ApprovalState, CertificateFacts, Facts, Result } from '../wire';

type Payload = Readonly<Record<string, unknown>>;
type Of<Kind extends Facts['kind']> = Extract<Facts, { kind: Kind }>;

/** What a request would do, looked up by its payload, for those who decide about it. */
export function factsOf(
  app: Core.Strapi,
  action: string,
  payload: Payload,
  state: ApprovalState,
): Promise<Facts> {
  if (action === 'certificate.revoke') return revocationFacts(app, payload);
  if (action === 'certificate.reissue') return reissueFacts(app, payload);
  if (action === 'marksheet.correct') return marksheetFacts(app, payload);
  if (action === 'key.correct') return keyFacts(app, payload, state);
  if (action === 'administrator.make') return administratorFacts(app, payload);
  if (action === 'learners.move') return learnersFacts(app, payload);
  if (action === 'student.erase') return erasureFacts(app, payload);
  return Promise.resolve({ kind: 'other' });
}

const first = async <Row>(
  app: Core.Strapi,
  statement: string,
  parameters: readonly unknown[],
): Promise<Row | null> =>
  (await asGuru(app, (database) => database.rows<Row>(statement, parameters)))[0] ?? null;

/**
 * The certificate a payload names, and what a further paper about it would say: the student's name and the
 * result of today, on the version that the certificate is about.
 */
const certificateOf = (app: Core.Strapi, payload: Payload) =>
  first<
    CertificateFacts & {
      readonly nameToday: string;
      readonly revision: number;
      readonly isOfNameToday: boolean;
      readonly today: Result | null;
    }
  >(
    app,
    `select c.certificate_number as number, c.shishya_user_id as "studentId", c.student_name as "studentName",
      c.course_name as "courseName", c.issue_date as "issuedAt", c.grade, c.final_score as percentage,
      c.revoked_at is not null as "isRevoked", c.replaced_by as "replacedBy", s.name as "nameToday",
      encode(sha256(convert_to(c.certificate_number || ' ' || s.name, 'UTF8')), 'hex')
        is not distinct from $2 as "isOfNameToday",
      (select coalesce(max(m.revision), 0) from activity.marksheets m where m.issued_certificate_id = c.id) as revision,
      case when t.grade is not null then jsonb_build_object('percentage', t.percentage, 'grade', t.grade) end as today
    from activity.certificate_register c
    join activity.shishya_users s on s.id = c.shishya_user_id
    left join lateral activity.certificate_stand(c.certificate_number) t on true
    where c.certificate_number = $1`,
    [String(payload.number), payload.name_sha256 ?? null],
  );

async function revocationFacts(
  app: Core.Strapi,
  payload: Payload,
): Promise<Of<'certificate.revoke'>> {
  return {
    kind: 'certificate.revoke',
    certificate: await certificateOf(app, payload),
    publicReason: String(payload.public_reason),
  };
}

async function reissueFacts(
  app: Core.Strapi,
  payload: Payload,
): Promise<Of<'certificate.reissue'>> {
  const certificate = await certificateOf(app, payload);
  const isRenamed = payload.name_sha256 !== undefined;
  return {
    kind: 'certificate.reissue',
    certificate,
    publicReason: String(payload.reason),
    newName: isRenamed && certificate?.isOfNameToday === true ? certificate.nameToday : null,
    isRenamedSince: isRenamed && certificate?.isOfNameToday === false,
    today: certificate?.today ?? null,
  };
}

async function marksheetFacts(
  app: Core.Strapi,
  payload: Payload,
): Promise<Of<'marksheet.correct'>> {
  const certificate = await certificateOf(app, payload);
  return {
    kind: 'marksheet.correct',
    certificate,
    publicReason: String(payload.reason),
    revision: certificate?.revision ?? 0,
    today: certificate?.today ?? null,
  };
}

async function keyFacts(
  app: Core.Strapi,
  payload: Payload,
  state: ApprovalState,
): Promise<Of<'key.correct'>> {
  const id = Number(payload.question);
  const correctAnswer = String(payload.correct_answer);
  const furtherAnswers = Array.isArray(payload.further_answers)
    ? payload.further_answers.map(String)
    : [];
  return {
    kind: 'key.correct',
    question: await first(
      app,
      `select q.id, q.question_text as text, c.name as "courseName", t.title as "testTitle"
      from live.questions q
      join live.tests t on t.id = q.test_id and t.version = q.version
      join live.courses c on c.id = q.course_id
      where q.id = $1 order by q.version desc limit 1`,
      [id],
    ),
    correctAnswer,
    furtherAnswers,
    impact: state === 'waiting' ? await impactOf(app, id, { correctAnswer, furtherAnswers }) : null,
  };
}

/** A key that no longer fits is one of the things a voter should see, not a page that fails. */
async function impactOf(
  app: Core.Strapi,
  id: number,
  key: { correctAnswer: string; furtherAnswers: readonly string[] },
): Promise<Of<'key.correct'>['impact']> {
  try {
    const { changes: _changes, ...impact } = await previewCorrection(app, id, key);
    return impact;
  } catch (error) {
    const refusal = refusalFrom(error);
    if (refusal === undefined || refusal.status >= 500) throw error;
    return null;
  }
}

async function administratorFacts(
  app: Core.Strapi,
  payload: Payload,
): Promise<Of<'administrator.make'>> {
  return {
    kind: 'administrator.make',
    person: await first(
      app,
      `select coalesce(nullif(btrim(concat_ws(' ', u.firstname, u.lastname)), ''), u.email) as name, u.email,
        coalesce(string_agg(r.name, ', ' order by r.name), '') as roles
      from cms.admin_users u
      left join cms.admin_users_roles_lnk l on l.user_id = u.id
      left join cms.admin_roles r on r.id = l.role_id
      where u.id = $1 group by u.id`,
      [Number(payload.administrator)],
    ),
    role: await first(
      app,
      `select name, code = 'strapi-super-admin' as "isAdministrator" from cms.admin_roles where code = $1`,
      [String(payload.role)],
    ),
  };
}

async function learnersFacts(app: Core.Strapi, payload: Payload): Promise<Of<'learners.move'>> {
  const [course, version] = [Number(payload.course), Number(payload.version)];
  const counted = await first<{ learners: number }>(
    app,
    'select activity.learners_behind($1, $2) as learners',
    [course, version],
  );
  return {
    kind: 'learners.move',
    course: await first(
      app,
      'select name, version as "currentVersion" from live.courses where id = $1',
      [course],
    ),
    version,
    learners: counted?.learners ?? 0,
  };
}

async function erasureFacts(app: Core.Strapi, payload: Payload): Promise<Of<'student.erase'>> {
  return {
    kind: 'student.erase',
    withCertificates: payload.certificates === true,
    student: await first(app, 'select id, name, email from activity.shishya_users where id = $1', [
      Number(payload.student),
    ]),
  };
}
