/**
 * The five roles of the admin and what each may do. They are part of the code: the next start takes
 * back what was given or taken by hand. A school that needs another cut makes a role of its own, which
 * is left alone.
 */

/** Which drafts a role creates, reads, changes and deletes. */
export type Drafts = 'none' | 'own courses' | 'all';

export interface Role {
  /** Strapi's own code where it has such a role. */
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly drafts: Drafts;
  /** Permissions that are not about a kind of entry; `own` ones hold for what the person created. */
  readonly permissions: readonly string[];
  readonly own: readonly string[];
}

export const author: Role = {
  code: 'strapi-author',
  name: 'Author',
  description: 'Writes courses: creates drafts and changes those of own courses. Cannot publish.',
  drafts: 'own courses',
  permissions: [
    'plugin::publisher.read',
    'plugin::ai-author.use',
    'plugin::upload.assets.create',
    'plugin::upload.assets.download',
    'plugin::upload.assets.copy-link',
  ],
  own: ['plugin::upload.read', 'plugin::upload.assets.update'],
};

export const editor: Role = {
  code: 'strapi-editor',
  name: 'Editor',
  description: 'Answers for the courses: changes all drafts, publishes, unpublishes and restores.',
  drafts: 'all',
  permissions: [
    'plugin::publisher.read',
    'plugin::publisher.publish',
    'plugin::ai-author.use',
    'plugin::ai-author.usage',
    'plugin::upload.read',
    'plugin::upload.assets.create',
    'plugin::upload.assets.update',
    'plugin::upload.assets.download',
    'plugin::upload.assets.copy-link',
  ],
  own: [],
};

export const reviewer: Role = {
  code: 'ourshiksha-reviewer',
  name: 'Reviewer',
  description: 'Reviews projects that students handed in. Sees no drafts and no other records.',
  drafts: 'none',
  permissions: ['plugin::records.submissions.review'],
  own: [],
};

export const registrar: Role = {
  code: 'ourshiksha-registrar',
  name: 'Registrar',
  description:
    'Keeps the records: students, attempts, certificates, approvals and the audit log. No drafts.',
  drafts: 'none',
  permissions: [
    'plugin::records.students.read',
    'plugin::records.students.suspend',
    'plugin::records.attempts.read',
    'plugin::records.keys.correct',
    'plugin::certificates.read',
    'plugin::certificates.export',
    'plugin::certificates.issue',
    // Whoever answers for records must be able to show how each came about.
    'plugin::audit.read',
    'plugin::audit.export',
    'plugin::approvals.request',
    'plugin::approvals.vote',
  ],
  own: [],
};

/** Strapi itself gives this role every permission there is, at every start. */
export const administrator = {
  code: 'strapi-super-admin',
  name: 'Administrator',
  description: 'Runs the school: may do everything in the admin, and alone manages its users.',
} as const;

export const settledRoles: readonly Role[] = [author, editor, reviewer, registrar];
