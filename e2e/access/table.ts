/** Who may come through which door of the cms: the one table the test holds the system against. */

export const roles = ['author', 'editor', 'reviewer', 'registrar', 'administrator'] as const;
export type RoleName = (typeof roles)[number];

/** `own`: an author's own courses only. `link`: with a preview link, whoever has it. */
export type Access = 'anyone' | 'link' | 'student' | 'nobody' | readonly (RoleName | 'own')[];

export interface Door {
  readonly verb: string;
  /** As the server's router has it. */
  readonly path: string;
}
export interface Room {
  readonly title: string;
  readonly access: Access;
  readonly note?: string;
  readonly doors: readonly Door[];
}

const room = (title: string, access: Access, doors: string, note?: string): Room => ({
  title,
  access,
  ...(note === undefined ? {} : { note }),
  doors: doors
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [verbs = '', path = ''] = line.trim().split(' ');
      return verbs.split(',').map((verb) => ({ verb, path }));
    }),
});

const everyRole: Access = roles;
const ownDrafts: Access = ['own', 'editor', 'administrator'];
const editors: Access = ['editor', 'administrator'];
const writers: Access = ['author', 'editor', 'administrator'];
const reviewers: Access = ['reviewer', 'administrator'];
const registrars: Access = ['registrar', 'administrator'];
const administrators: Access = ['administrator'];

export const rooms: readonly Room[] = [
  room(
    'The school’s front',
    'anyone',
    `GET /_health
    GET /
    GET /admin/:path*
    GET /uploads/(.*)
    GET /((?!uploads/).+)
    GET /api/courses
    GET /api/courses/:course_id
    GET /api/certificates/:certificate_number
    GET /api/issuer
    GET /api/issuer/status/:list
    GET /api/openapi.json
    GET /api/events`,
    'Published courses, whether a certificate’s number stands, the admin’s own files.',
  ),
  room(
    'A certificate or marksheet, by its secret or its file',
    'anyone',
    `GET /api/certificates/by-secret/:secret
    GET /api/certificates/by-secret/:secret/pdf
    GET /api/certificates/by-secret/:secret/picture
    GET /api/certificates/by-secret/:secret/credential
    GET /api/certificates/by-secret/:secret/credential.jwt
    GET /api/certificates/by-file/:sha256
    GET /api/marksheets/by-secret/:secret
    GET /api/marksheets/by-secret/:secret/pdf`,
    'Whoever was given the link, the QR code or the PDF.',
  ),
  room(
    'Signing up and in as a student',
    'anyone',
    `POST /api/account/register
    POST /api/account/confirm
    POST /api/account/confirmation-mail
    POST /api/account/login
    POST /api/account/renew
    POST /api/account/logout
    POST /api/account/reset-mail
    POST /api/account/reset
    POST /api/account/confirm-address
    POST /api/account/undo-address`,
    'A password, the secret of a link in a mail, or a refresh token decides.',
  ),
  room(
    'Previews',
    'link',
    `GET /api/preview
    GET /api/preview/lessons/:lesson_id
    GET /api/preview/labs/:lab_id
    GET /api/preview/projects/:project_id
    GET /api/preview/tests/:test_id`,
    'One draft, until the link ends.',
  ),
  room(
    'Learning',
    'student',
    `GET /api/student
    GET /api/account
    POST /api/account/name
    POST /api/account/password
    POST /api/account/address
    POST /api/account/sessions/:session_id/end
    POST /api/account/sessions/end-others
    GET /api/account/privacy
    POST /api/account/export
    POST /api/account/erasure
    POST /api/account/erasure/withdraw
    GET,POST /api/enrollments
    GET /api/enrollments/:course_id
    GET /api/enrollments/:course_id/changes
    POST /api/enrollments/:course_id/move
    POST /api/enrollments/:course_id/place
    GET /api/courses/:course_id/lessons/:lesson_id
    POST /api/courses/:course_id/lessons/:lesson_id/complete
    POST /api/courses/:course_id/lessons/:lesson_id/activity
    GET /api/courses/:course_id/labs/:lab_id
    PATCH /api/courses/:course_id/labs/:lab_id/code
    POST /api/courses/:course_id/labs/:lab_id/hints
    POST /api/courses/:course_id/labs/:lab_id/runs
    POST /api/courses/:course_id/labs/:lab_id/declare-done
    GET /api/courses/:course_id/labs/:lab_id/solution
    GET /api/courses/:course_id/projects/:project_id
    POST /api/courses/:course_id/projects/:project_id/submissions
    POST /api/courses/:course_id/projects/:project_id/files
    POST /api/courses/:course_id/projects/:project_id/files/:file_id/remove
    GET /api/submissions/:submission_id/files/:file_id
    GET /api/courses/:course_id/tests/:test_id
    POST /api/courses/:course_id/tests/:test_id/attempts
    GET /api/courses/:course_id/tests/:test_id/attempts/open
    GET /api/attempts/:attempt_id
    POST /api/attempts/:attempt_id/answers
    POST /api/attempts/:attempt_id/submit
    GET /api/certificates
    GET,POST /api/courses/:course_id/certificate`,
    'Own records, and versions the student is enrolled in.',
  ),
  room(
    'Drafts',
    ownDrafts,
    `GET,POST /content-manager/collection-types/:model
    GET,PUT,DELETE /content-manager/collection-types/:model/:id
    POST /content-manager/collection-types/:model/clone/:sourceId
    POST /content-manager/collection-types/:model/auto-clone/:sourceId
    POST /content-manager/collection-types/:model/:id/actions/discard
    POST /content-manager/collection-types/:model/actions/bulkDelete
    POST /content-manager/collection-types/:model/actions/bulkFindForValidation
    GET /content-manager/collection-types/:model/:id/actions/countDraftRelations
    GET /content-manager/collection-types/:model/actions/countManyEntriesDraftRelations
    GET /content-manager/relations/:model/:targetField
    GET /content-manager/relations/:model/:id/:targetField
    GET,PUT,DELETE /content-manager/single-types/:model
    POST /content-manager/single-types/:model/actions/discard
    GET /content-manager/single-types/:model/actions/countDraftRelations
    GET /i18n/content-manager/get-fill-from-locale/:model`,
    'Courses and everything below them.',
  ),
  room(
    'Strapi’s own publishing',
    administrators,
    `POST /content-manager/collection-types/:model/actions/publish
    POST /content-manager/collection-types/:model/:id/actions/publish
    POST /content-manager/collection-types/:model/:id/actions/unpublish
    POST /content-manager/collection-types/:model/actions/bulkPublish
    POST /content-manager/collection-types/:model/actions/bulkUnpublish
    POST /content-manager/single-types/:model/actions/publish
    POST /content-manager/single-types/:model/actions/unpublish`,
    'Without effect: drafts know no such state. Courses are published by the publisher.',
  ),
  room(
    'A course’s checks, versions, differences and preview',
    ownDrafts,
    `GET /publisher/courses/:documentId
    GET /publisher/courses/:documentId/versions
    GET /publisher/courses/:documentId/restore
    GET /publisher/courses/:documentId/differences
    GET /publisher/courses/:documentId/differences/:kind/:id
    GET /publisher/courses/:documentId/impact
    GET /publisher/courses/:documentId/schedule
    GET /publisher/courses/:documentId/history
    POST /publisher/courses/:documentId/preview
    GET /publisher/history`,
  ),
  room(
    'Beginning a course with the AI author',
    writers,
    `GET /ai-author/status
    POST /ai-author/courses`,
    'Whether a model is set up; an empty draft course of one’s own. The key is never told.',
  ),
  room(
    'Letting the AI author propose, deciding about its proposals',
    ownDrafts,
    `POST /ai-author/courses/:documentId/estimate
    GET,POST /ai-author/courses/:documentId/jobs
    GET /ai-author/courses/:documentId/jobs/:id
    GET /ai-author/courses/:documentId/jobs/:id/events
    POST /ai-author/courses/:documentId/jobs/:id/pause
    POST /ai-author/courses/:documentId/jobs/:id/resume
    POST /ai-author/courses/:documentId/jobs/:id/cancel
    GET /ai-author/courses/:documentId/proposals
    POST /ai-author/courses/:documentId/proposals/accept
    POST /ai-author/courses/:documentId/proposals/:pid/accept
    POST /ai-author/courses/:documentId/proposals/:pid/reject
    POST /ai-author/courses/:documentId/proposals/:pid/undo
    POST /ai-author/courses/:documentId/proposals/:pid/reopen
    POST /ai-author/courses/:documentId/proposals/:pid/again`,
    'Nothing in a draft changes until somebody accepts; jobs and proposals of another course are not found.',
  ),
  room(
    'What the AI author did in a course',
    ownDrafts,
    `GET /ai-author/courses
    GET /ai-author/courses/:documentId
    GET /ai-author/entries/:kind/:id
    GET,POST /ai-author/courses/:documentId/sources
    GET,DELETE /ai-author/courses/:documentId/sources/:id
    GET /ai-author/courses/:documentId/provenance
    POST /ai-author/courses/:documentId/provenance/review`,
  ),
  room(
    'What one’s own questions to the AI author cost, beside the ceilings for one person',
    writers,
    'GET /ai-author/usage/own',
    'Nothing from which others’ usage could be told.',
  ),
  room(
    'What the AI author cost',
    editors,
    'GET /ai-author/usage',
    'By person, model, command and day of a month.',
  ),
  room(
    'Ceilings of the AI author, and whether its text needs a review',
    administrators,
    'GET,PUT /ai-author/settings',
  ),
  room(
    'Publishing, unpublishing, scheduling, restoring, bundles',
    editors,
    `POST /publisher/courses/:documentId/publish
    POST /publisher/courses/:documentId/unpublish
    POST /publisher/courses/:documentId/republish
    POST,DELETE /publisher/courses/:documentId/schedule
    POST /publisher/courses/:documentId/schedule/refreeze
    POST /publisher/courses/:documentId/versions/:version/rollback
    POST /publisher/courses/:documentId/versions/:version/restore
    POST /publisher/courses/:documentId/restore/undo
    GET /publisher/courses/:documentId/versions/:version/bundle
    POST /publisher/bundles`,
    'What is live changes in no other way: by a new version.',
  ),
  room(
    'Pictures and files',
    writers,
    `POST /upload
    GET,POST /upload/files
    GET,PUT,DELETE /upload/files/:id
    POST /upload/files/:id/replace
    GET,POST /upload/folders
    GET,PUT /upload/folders/:id
    GET /upload/folder-structure
    POST /upload/actions/upload-from-urls
    POST /upload/actions/bulk-delete
    POST /upload/actions/bulk-move
    POST /upload/actions/bulk-update
    POST /upload/actions/generate-ai-metadata
    POST /upload/ai-metadata-jobs
    GET /upload/ai-metadata-jobs/pending-count`,
    'An author sees and changes files they uploaded.',
  ),
  room(
    'Reviewing projects',
    reviewers,
    `GET /records/submissions
    GET /records/submissions/:id
    POST /records/submissions/:id/take
    POST /records/submissions/:id/review
    GET /records/files/:id`,
  ),
  room(
    'Students and their records',
    registrars,
    `GET /records/students
    GET /records/students/:id
    GET /records/students/:id/log
    POST /records/students/:id/suspend
    POST /records/students/:id/reinstate
    GET /records/enrollments
    GET /records/attempts
    GET /records/attempts/:id`,
    'Read, suspend and reinstate. Nobody writes a record.',
  ),
  room(
    'Correcting a key',
    registrars,
    `GET /records/questions
    GET /records/questions/:id
    POST /records/questions/:id/preview
    POST /records/questions/:id/correct`,
    'Asked for, and agreed to by two others; then new rows beside the old ones.',
  ),
  room(
    'Certificates that were issued',
    registrars,
    `GET /certificates/register
    GET /certificates/register/:number
    POST /certificates/register/:number/check
    GET /certificates/courses
    GET /certificates/export`,
    'Read, export, and have the kept files checked. Nobody changes one.',
  ),
  room(
    'Issuing to all of a course who earned it',
    registrars,
    `GET /certificates/candidates
    GET,POST /certificates/batches
    GET /certificates/batches/courses
    GET /certificates/batches/:id
    POST /certificates/batches/:id/cancel`,
    'The database decides who earned it.',
  ),
  room(
    'How certificates look',
    administrators,
    `GET,POST /certificates/designs
    GET /certificates/designs/:id
    POST /certificates/specimen`,
    'For certificates to come; a specimen is no certificate.',
  ),
  room(
    'The audit log',
    registrars,
    `GET /audit/log
    GET /audit/log/:id
    GET /audit/choices
    GET /audit/state
    GET /audit/export`,
    'Read, search and export. Nobody writes or deletes a line.',
  ),
  room(
    'Asking for what two others must agree to, and seeing it',
    everyRole,
    `GET /approvals
    GET /approvals/waiting
    GET /approvals/:id
    POST /approvals/:id/withdraw
    POST /approvals/:id/execute`,
    'Who may not vote sees and ends their own requests only; what may be asked for is elsewhere.',
  ),
  room(
    'Voting, and asking to revoke or reissue a certificate or to correct a marksheet',
    registrars,
    `POST /approvals/:id/vote
    POST /certificates/register/:number/revoke
    POST /certificates/register/:number/reissue
    POST /certificates/register/:number/correct-marksheet`,
    'Nobody votes on a request of their own.',
  ),
  room(
    'Asking to give a role that decides',
    administrators,
    'GET,POST /approvals/administrators',
    'Nobody is given one alone.',
  ),
  room(
    'Names of courses, to narrow lists',
    ['reviewer', 'registrar', 'administrator'],
    'GET /records/courses',
  ),
  room(
    'The admin’s users, roles and tokens',
    administrators,
    `GET,POST /admin/users
    GET,PUT,DELETE /admin/users/:id
    POST /admin/users/batch-delete
    GET,POST /admin/roles
    GET,PUT,DELETE /admin/roles/:id
    POST /admin/roles/batch-delete
    GET,PUT /admin/roles/:id/permissions
    GET,POST /admin/api-tokens
    GET,PUT,DELETE /admin/api-tokens/:id
    POST /admin/api-tokens/:id/regenerate
    GET,POST /admin/admin-tokens
    GET,PUT,DELETE /admin/admin-tokens/:id
    POST /admin/admin-tokens/:id/regenerate
    GET /admin/admin-tokens/:id/owner-permissions`,
  ),
  room(
    'The system’s settings',
    administrators,
    `GET,POST /admin/project-settings
    GET /admin/plugins
    GET,POST /admin/webhooks
    GET,PUT,DELETE /admin/webhooks/:id
    POST /admin/webhooks/batch-delete
    POST /admin/webhooks/:id/trigger
    GET,POST /admin/transfer/tokens
    GET,PUT,DELETE /admin/transfer/tokens/:id
    POST /admin/transfer/tokens/:id/regenerate
    PUT /content-manager/content-types/:uid/configuration
    GET /content-type-builder/reserved-names
    GET /content-type-builder/content-types
    GET /content-type-builder/content-types/:uid
    GET /content-type-builder/components
    GET /content-type-builder/components/:uid
    GET /content-type-builder/schema
    GET /content-type-builder/update-schema-status
    POST /email/test
    POST /email/verify
    GET /email/settings
    GET,PUT /upload/settings
    PUT /upload/configuration
    GET /i18n/iso-locales
    POST /i18n/locales
    PUT,DELETE /i18n/locales/:id
    PUT /i18n/settings
    GET,POST /users-permissions/roles
    GET /users-permissions/roles/:id
    PUT,DELETE /users-permissions/roles/:role
    GET,PUT /users-permissions/email-templates
    GET,PUT /users-permissions/advanced
    GET,PUT /users-permissions/providers
    GET /users-permissions/permissions
    GET /users-permissions/policies
    GET /users-permissions/routes`,
    'Accounts, mails and doors of students are part of the code; the next start sets them again.',
  ),
  room(
    'Signing in to the admin',
    'anyone',
    `GET /admin/init
    GET /admin/project-type
    POST /admin/login
    GET /admin/registration-info
    POST /admin/register
    POST /admin/forgot-password
    POST /admin/reset-password
    GET /content-manager/preview/script`,
  ),
  room(
    'Everybody’s own account in the admin, and what its pages are made of',
    everyRole,
    `GET,PUT /admin/users/me
    GET /admin/users/me/permissions
    GET /admin/permissions
    POST /admin/permissions/check
    GET /admin/information
    GET /admin/telemetry-properties
    GET /admin/license-trial-time-left
    GET /admin/guided-tour-meta
    GET /admin/content-api/permissions
    GET /admin/content-api/routes
    GET /admin/homepage/key-statistics
    GET,PUT /admin/homepage/layout
    GET /admin/ai-usage
    GET /admin/ai-token
    GET /admin/ai-feature-config
    GET /content-manager/init
    GET /content-manager/content-types
    GET /content-manager/content-types-settings
    GET /content-manager/content-types/:uid/configuration
    GET /content-manager/components
    GET,PUT /content-manager/components/:uid/configuration
    POST /content-manager/uid/generate
    POST /content-manager/uid/check-availability
    GET /content-manager/preview/url/:contentType
    GET /content-manager/homepage/recent-documents
    GET /content-manager/homepage/count-documents
    GET /upload/configuration
    GET /upload/ai-metadata-jobs/latest
    GET /i18n/locales
    GET /i18n/settings
    POST /i18n/content-manager/actions/get-non-localized-fields
    GET /i18n/ai-localization-jobs/collection-types/:contentType/:documentId
    GET /i18n/ai-localization-jobs/single-types/:contentType
    GET,DELETE /admin/users/me/sessions
    DELETE /admin/users/me/sessions/:sessionId
    POST /admin/logout`,
    'No entry, no record and no person but oneself.',
  ),
  room(
    'A session going on',
    'nobody',
    'POST /admin/access-token',
    'By what that session itself holds, and nothing else.',
  ),
  room(
    'Closed',
    'nobody',
    `POST /admin/register-admin
    GET /admin/transfer/runner/push
    GET /admin/transfer/runner/pull
    POST /content-type-builder/content-types
    PUT,DELETE /content-type-builder/content-types/:uid
    POST /content-type-builder/components
    PUT,DELETE /content-type-builder/components/:uid
    PUT,DELETE /content-type-builder/component-categories/:name
    POST /content-type-builder/update-schema`,
    'The first administrator is made by a command; the model is code; nothing is taken over from another system.',
  ),
];
