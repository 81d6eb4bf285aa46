import { rm } from 'node:fs/promises';
import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { exportBundle, importBundle } from '../bundles/index';
import { mayPublish } from '../permissions';
import { actorOf, adminOnly, draftOf } from './request';
import { versionOf } from './versions';

/** `GET /publisher/courses/:documentId/versions/:version/bundle` → the bundle, a zip file. */
const download = {
  method: 'GET',
  path: '/courses/:documentId/versions/:version/bundle',
  handler: (context: Context) =>
    answer(context, async () => {
      const bundle = await exportBundle(
        strapi,
        draftOf(context),
        versionOf(context),
        actorOf(context),
      );
      context.type = 'application/zip';
      context.attachment(bundle.fileName);
      return bundle.stream;
    }),
  // The answers are in it.
  config: adminOnly(mayPublish),
};

const uploaded = z.object({ filepath: z.string() });

/**
 * `POST /publisher/bundles` with a form whose field `file` is the bundle → ImportedBundle. Larger
 * than 200 MB is refused (413) while it comes in.
 */
const upload = {
  method: 'POST',
  path: '/bundles',
  handler: (context: Context) =>
    answer(context, async () => {
      const { files } = context.request as { files?: Readonly<Record<string, unknown>> };
      const all = Object.values(files ?? {})
        .flat()
        .flatMap((file) => uploaded.safeParse(file).data ?? []);
      try {
        const file = uploaded.safeParse(files?.file);
        if (!file.success || all.length !== 1) throw new Refusal(400, 'bundle.no-file');
        return await importBundle(strapi, file.data.filepath, actorOf(context));
      } finally {
        // Strapi takes away only what comes in its own field.
        for (const { filepath } of all) await rm(filepath, { force: true });
      }
    }),
  config: adminOnly(mayPublish),
};

export const bundlesRoutes = [download, upload];
