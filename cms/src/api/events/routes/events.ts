import { eventsPath } from '@ourshiksha/contract/events';
import type { Context } from 'koa';
import { currentVersions } from '../../../lib/current-versions';
import { answer } from '../../../lib/route';
import { streamOf } from '../stream';

/** `GET /api/events`: tells learner sites, as it happens, which course to read anew. */
export default {
  routes: [
    {
      method: 'GET',
      path: eventsPath,
      config: { auth: false },
      handler: (context: Context) =>
        answer(context, async () => {
          const stream = streamOf(currentVersions(strapi));
          context.type = 'text/event-stream';
          // A proxy that collects a reply before it passes it on would hold events back.
          context.set('X-Accel-Buffering', 'no');
          return stream;
        }),
    },
  ],
};
