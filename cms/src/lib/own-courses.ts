import type { Core } from '@strapi/strapi';

export const courseKind = 'api::course.draft-course';
const reading = 'plugin::content-manager.explorer.read';

/** The part of a request of the admin that tells what its person may do, as Strapi has put it there. */
interface RequestState {
  readonly user?: { readonly id?: unknown };
  readonly userAbility?: {
    rulesFor?(action: string, subject: string): readonly { readonly conditions?: unknown }[];
  };
}

/**
 * The administrator who reaches only courses they created themselves, by their id; undefined for
 * everybody else, also for those who may read no draft at all. The roles of one person add up, so one
 * role without the condition is enough to reach every course.
 */
export function authorOf(state: RequestState): number | undefined {
  const { user, userAbility } = state;
  if (typeof user?.id !== 'number' || typeof userAbility?.rulesFor !== 'function') return undefined;
  const rules = userAbility.rulesFor(reading, courseKind);
  const isLimited = rules.length > 0 && rules.every(({ conditions }) => conditions !== undefined);
  return isLimited ? user.id : undefined;
}

/** Whether a draft course was created by that administrator; no for one that is not there. */
export async function isOwnCourse(
  app: Core.Strapi,
  documentId: string,
  author: number,
): Promise<boolean> {
  const where = { documentId, createdBy: author };
  return (await app.db.query(courseKind).count({ where })) > 0;
}
