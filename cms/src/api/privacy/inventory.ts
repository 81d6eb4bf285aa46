/**
 * Everything the school keeps about a student, table by table. The export is made from this list, and
 * privacy.test.ts holds it against the tables there are: a new one is put here, or there with a reason.
 */
export interface Section {
  /** The key in the JSON. */
  readonly name: string;
  /** What a person reads above it. */
  readonly title: string;
  readonly about: string;
  /** A table or view that the role guru may read; as `t` in the expressions below. */
  readonly table: string;
  /** Which of its rows: `$1` is the student's id, `$2` the account's. */
  readonly whose: string;
  readonly order: string;
  /** Columns that do not go out, each with the reason. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** Columns that go out as another expression makes them. */
  readonly as?: Readonly<Record<string, string>>;
}

export type Row = Readonly<Record<string, unknown>>;

const own = 't.shishya_user_id = $1';
const somebodyElse = 'The name of somebody else.';
const internal = 'A number of the system that says nothing about the student.';
/** The course’s name beside its number, as it is called now. */
const course = {
  course: `(select c.name from live.courses c where c.id = t.course_id)`,
};
const certificateOfOwn = `exists (select from activity.issued_certificates c
  where c.id = t.issued_certificate_id and c.shishya_user_id = $1)`;
/** Who decided about something of the student’s stands in these. */
const namesOfOthers = `'{reviewed_by,taken_by,revoked_by,requested_by,by}'::text[]`;

export const sections: readonly Section[] = [
  {
    name: 'account',
    title: 'Your account',
    about: 'What you sign in with.',
    table: 'cms.up_users',
    whose: 't.id = $2',
    order: 't.id',
    leftOut: {
      password: 'A secret; kept only as a hash.',
      reset_password_token: 'A secret.',
      confirmation_token: 'A secret.',
      document_id: internal,
      created_by_id: internal,
      updated_by_id: internal,
      locale: internal,
    },
  },
  {
    name: 'student',
    title: 'You as a student',
    about: 'What the school knows you by.',
    table: 'activity.shishya_users',
    whose: 't.id = $1',
    order: 't.id',
  },
  {
    name: 'sessions',
    title: 'Where you were signed in',
    about: 'Each login: the browser as it calls itself, and the internet address.',
    table: 'activity.sessions',
    whose: 't.user_id = $2',
    order: 't.id',
    leftOut: { generation: internal },
  },
  {
    name: 'enrollments',
    title: 'Your courses',
    about: 'What you enrolled in and how far you are.',
    table: 'activity.course_enrollments',
    whose: own,
    order: 't.id',
    as: course,
  },
  {
    name: 'lessons',
    title: 'Your lessons',
    about:
      'Which lessons you began and completed, for how long, and which seconds of a video you saw.',
    table: 'activity.lesson_progress',
    whose: own,
    order: 't.id',
    as: { ...course, watched: 't.watched::text' },
  },
  {
    name: 'attempts',
    title: 'Your tests',
    about: 'Each attempt with your answers, by the number of the question, and its result.',
    table: 'activity.user_test_attempts',
    whose: own,
    order: 't.id',
    as: course,
  },
  {
    name: 'saved_answers',
    title: 'Answers as they were saved',
    about: 'What was kept while you took a test.',
    table: 'activity.attempt_answers',
    whose: `exists (select from activity.user_test_attempts a
      where a.id = t.attempt_id and a.shishya_user_id = $1)`,
    order: 't.attempt_id, t.question_id',
  },
  {
    name: 'regrades',
    title: 'Results that were corrected',
    about: 'Where a wrong key was put right, what your attempt counts since then.',
    table: 'activity.attempt_regrades',
    whose: own,
    order: 't.id',
  },
  {
    name: 'labs',
    title: 'Your labs',
    about: 'Which labs you began and completed.',
    table: 'activity.user_lab_progress',
    whose: own,
    order: 't.id',
    as: course,
  },
  {
    name: 'lab_code',
    title: 'Your code in the labs',
    about: 'What you wrote last in each lab.',
    table: 'activity.lab_code',
    whose: own,
    order: 't.lab_id',
    as: course,
  },
  {
    name: 'lab_runs',
    title: 'Your code as it was checked',
    about: 'Each time the school ran your code: the code, what it printed, and the verdict.',
    table: 'activity.lab_runs',
    whose: own,
    order: 't.id',
    as: course,
  },
  {
    name: 'submissions',
    title: 'Your projects',
    about: 'What you handed in and what a reviewer wrote about it.',
    table: 'activity.user_project_submissions',
    whose: own,
    order: 't.id',
    as: course,
    leftOut: { reviewed_by: somebodyElse, taken_by: somebodyElse },
  },
  {
    name: 'files',
    title: 'Your files',
    about: 'What you uploaded. The files themselves lie beside this page in the folder “files”.',
    table: 'activity.submission_files',
    whose: own,
    order: 't.id',
    leftOut: {
      storage_key: 'A secret by which the file could be fetched.',
      storage_url: 'A secret by which the file could be fetched.',
    },
  },
  {
    name: 'certificates',
    title: 'Your certificates',
    about: 'Each with everything that is printed on it.',
    table: 'activity.issued_certificates',
    whose: own,
    order: 't.id',
    leftOut: { issued_by: somebodyElse },
  },
  {
    name: 'certificate_links',
    title: 'Links to your certificates',
    about:
      'What stands in the address by which you share each; whoever has it sees the certificate.',
    table: 'activity.certificate_secrets',
    whose: certificateOfOwn,
    order: 't.issued_certificate_id',
  },
  {
    name: 'certificate_files',
    title: 'Your certificates as files',
    about: 'When each was drawn. The files lie beside this page in the folder “certificates”.',
    table: 'activity.certificate_files',
    whose: certificateOfOwn,
    order: 't.issued_certificate_id',
    leftOut: { storage_url: 'A secret by which the file could be fetched.' },
  },
  {
    name: 'certificate_credentials',
    title: 'Your certificates as Open Badges',
    about:
      'Each as it was signed, as a document and as a token; and its place in the list of those revoked.',
    table: 'activity.certificate_credentials',
    whose: certificateOfOwn,
    order: 't.issued_certificate_id',
  },
  {
    name: 'revocations',
    title: 'Certificates that were revoked',
    about: 'When, and for which reason.',
    table: 'activity.certificate_revocations',
    whose: certificateOfOwn,
    order: 't.issued_certificate_id',
    leftOut: { revoked_by: somebodyElse },
  },
  {
    name: 'marksheets',
    title: 'Your marksheets',
    about: 'The marks that belong to each certificate.',
    table: 'activity.marksheets',
    whose: own,
    order: 't.id',
    as: course,
  },
  {
    name: 'marksheet_files',
    title: 'Your marksheets as files',
    about: 'When each was drawn.',
    table: 'activity.marksheet_files',
    whose: certificateOfOwn,
    order: 't.marksheet_id',
    leftOut: { storage_url: 'A secret by which the file could be fetched.' },
  },
  {
    name: 'erasures',
    title: 'Erasures you asked for',
    about: 'When, and what became of it.',
    table: 'activity.erasures',
    whose: own,
    order: 't.id',
  },
  {
    name: 'requests',
    title: 'What you asked the school to approve',
    about: 'What two people of the school decide about, such as an erasure.',
    table: 'audit.approval_requests',
    whose: 't.student_id = $1',
    order: 't.id',
    leftOut: { voters_existed: internal, delay_hours: internal, votes_needed: internal },
  },
  {
    name: 'activity',
    title: 'What you did',
    about: 'The school’s list of what you did and when, with your internet address and browser.',
    table: 'activity.activity_logs',
    whose: own,
    order: 't.id',
    as: { metadata: `t.metadata - ${namesOfOthers}` },
  },
  {
    name: 'log',
    title: 'What was written down about you',
    about:
      'Every change of your data in the sealed log, by you, by the school or by the system. Who acted for the school is not named.',
    table: 'audit.readable',
    whose: 't.id in (select audit.lines_about($1))',
    order: 't.id',
    leftOut: {
      transaction_id: internal,
      login: internal,
      personal: 'The hash that proves that the values beside it were not changed.',
      shishya_user_id: 'It is you.',
      account_id: 'It is you.',
      user_id: 'Said as “by”.',
      admin_id: somebodyElse,
      is_erased: 'Nothing of yours is.',
    },
    as: {
      by: `case when t.admin_id is not null then 'the school' when t.user_id = $2::text then 'you' else 'the system' end`,
      ip_address: 'case when t.admin_id is null then t.ip_address end',
      user_agent: 'case when t.admin_id is null then t.user_agent end',
      before: `case when jsonb_typeof(t.before) = 'object' then (t.before - ${namesOfOthers}) #- '{metadata,by}' end`,
      after: `case when jsonb_typeof(t.after) = 'object' then (t.after - ${namesOfOthers}) #- '{metadata,by}' end`,
      details: `case when jsonb_typeof(t.details) = 'object' then t.details - ${namesOfOthers} end`,
    },
  },
];

/** Tables with something of a student that is not exported, each with the reason. */
export const notExported: Readonly<Record<string, string>> = {
  'audit.log': 'Exported as audit.readable, with what stands apart put back.',
  'audit.personal_values': 'Exported as audit.readable.',
  'audit.origins': 'Exported as audit.readable.',
  'activity.idempotency_keys':
    'Copies of replies that say what the other tables say; gone after 48 hours.',
  'activity.account_tokens': 'Hashes of links in mails; what was done with one stands in the log.',
  'activity.papers_to_draw': 'What is to be drawn within seconds; then it is among the files.',
  'activity.certificate_batch_items':
    'For whom the school had certificates issued; what came of it is the certificate.',
  'cms.up_users_role_lnk': 'All students have the same role.',
  'cms.strapi_sessions': 'Administrators’ sessions; students’ own are in activity.sessions.',
  'audit.approval_votes': 'By administrators; what came of them stands in the log.',
};
