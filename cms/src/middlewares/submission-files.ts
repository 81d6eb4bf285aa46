import { uploadSubmissionFiles } from '@ourshiksha/contract/project';
import type { Context, Next } from 'koa';
import { isSubmissionFile } from '../lib/submission-files';

const uploadPath = new RegExp(
  `^/api${uploadSubmissionFiles.path.replaceAll(/:\w+/g, '[^/]+')}/?$`,
  'i',
);

/** Where the form's type is kept for whoever reads it. */
export const unreadForm = 'unreadForm';

/**
 * Two things before Strapi's own parts of the server: nobody gets a submission's file by its address
 * among the media, and forms with such files are left unread, because Strapi would first write all of
 * a form to the disk, whoever sends it.
 */
export default () =>
  async (context: Context, next: Next): Promise<void> => {
    if (/^\/uploads\//i.test(context.path) && isSubmissionFile(context.path)) {
      context.status = 404;
      return;
    }
    const type = context.get('content-type');
    if (uploadPath.test(context.path) && /^multipart\//i.test(type)) {
      context.state[unreadForm] = type;
      context.request.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  };
