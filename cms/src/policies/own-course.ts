import type { Core } from '@strapi/strapi';
import { authorOf, isOwnCourse } from '../lib/own-courses';

interface PolicyContext {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly state: Parameters<typeof authorOf>[0];
}

/**
 * Keeps an author away from the doors of a course that is somebody else's. A course that is not there
 * is refused in the same way, so that asking tells nothing.
 */
export default async (
  { params, state }: PolicyContext,
  _config: unknown,
  { strapi }: { strapi: Core.Strapi },
): Promise<boolean> => {
  const author = authorOf(state);
  if (author === undefined || params.documentId === undefined) return true;
  return isOwnCourse(strapi, params.documentId, author);
};
