import { uploadSubmissionFiles } from '@ourshiksha/contract/project';
import type { Context, Next } from 'koa';
import { isSubmissionFile } from '../lib/submission-files';
import { unreadForm } from '../lib/unread-form';

/** A student's hand-in, and an editor's source for the AI author. */
const uploadPaths = [
  `/api${uploadSubmissionFiles.path}`,
  '/ai-author/courses/:documentId/sources',
].map((path) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i'));

/**
 * Two things before Strapi's own parts of the server: nobody gets a submission's file by its address
 * among the media, and forms with such files and with an editor's
 * sources are left unread, because Strapi would first write all of a form to the disk, whoever sends it.
 */
export default () =>
  async (context: Context, next: Next): Promise<void> => {
    if (/^\/uploads\//i.test(context.path) && isSubmissionFile(context.path)) {
      context.status = 404;
      return;
    }
    const type = context.get('content-type');
    if (uploadPaths.some((path) => path.test(context.path)) && /^multipart\//i.test(type)) {
      context.state[unreadForm] = type;
      context.request.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  };
