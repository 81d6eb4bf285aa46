import type { Context } from 'koa';
import { z } from 'zod';
import { adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru } from '../../../../lib/guru';
import { answer } from '../../../../lib/route';
import { mayChangeSettings } from '../permissions';
import { readSettings, saveSettings } from '../store/index';

/** Null: no ceiling. Nobody means a thousand billions. */
const ceiling = z.int().min(0).max(1_000_000_000_000).nullable();
const settings = z.strictObject({
  jobTokens: ceiling,
  jobMicrodollars: ceiling,
  editorMonthTokens: ceiling,
  editorMonthMicrodollars: ceiling,
  monthTokens: ceiling,
  monthMicrodollars: ceiling,
  requiresReview: z.boolean(),
});

/** `GET /ai-author/settings` → Settings. */
const read = {
  method: 'GET',
  path: '/settings',
  handler: (context: Context) => answer(context, () => asGuru(strapi, readSettings)),
  config: adminOnly(mayChangeSettings),
};

/** `PUT /ai-author/settings` Settings → Settings, from the next request to the model on. */
const change = {
  method: 'PUT',
  path: '/settings',
  handler: (context: Context) =>
    answer(context, () => {
      const wanted = sent(settings, context.request.body);
      return asGuru(strapi, async (database) => {
        await saveSettings(database, wanted);
        return readSettings(database);
      });
    }),
  config: adminOnly(mayChangeSettings),
};

export const settingsRoutes = [read, change];
