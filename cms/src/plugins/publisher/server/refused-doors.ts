import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import { asGuru } from '../../../lib/guru';
import type { HistoryAction } from './history';

/** What is done behind a door, by the end of its path below a course. */
const actions: readonly (readonly [RegExp, HistoryAction])[] = [
  [/^publish$/, 'publish'],
  [/^unpublish$/, 'unpublish'],
  [/^republish$/, 'republish'],
  [/^schedule(?:\/refreeze)?$/, 'schedule'],
  [/^versions\/\d+\/rollback$/, 'rollback'],
  [/^versions\/\d+\/restore$/, 'restore'],
  [/^restore\/undo$/, 'undo_restore'],
];

const named = z.object({
  id: z.number(),
  firstname: z.string().nullish(),
  lastname: z.string().nullish(),
  email: z.string(),
});

/**
 * Puts down in the course's history who was sent away from a door that changes what students see:
 * Strapi's policies answer before the publisher hears of the request. One line a minute for the same
 * person and action at most, so that knocking again and again does not fill the history; nothing for
 * courses that are not there.
 */
export function recordRefusedDoors(app: Core.Strapi): void {
  app.server.use(async (context: Context, next: Next) => {
    await next();
    if (context.status !== 401 && context.status !== 403) return;
    const door = /^\/publisher\/courses\/([a-z0-9]{24})\/([a-z0-9/]{1,60})$/.exec(context.path);
    const action = actions.find(([path]) => path.test(door?.[2] ?? ''))?.[1];
    if (context.method === 'GET' || door?.[1] === undefined || action === undefined) return;
    const reason =
      context.status === 401 ? 'Not signed in as an administrator.' : 'Without the permission.';
    await putDown(app, door[1], action, whoIs(context), reason).catch((error: unknown) => {
      app.log.error(`A refused ${action} could not be put down: ${String(error)}`);
    });
  });
}

function whoIs(context: Context): { id: number | null; name: string } {
  const user = named.safeParse(context.state.user);
  if (user.success) {
    const { id, firstname, lastname, email } = user.data;
    return { id, name: [firstname, lastname].filter(Boolean).join(' ') || email };
  }
  return {
    id: null,
    name: context.get('authorization') === '' ? 'Nobody signed in' : 'No administrator',
  };
}

async function putDown(
  app: Core.Strapi,
  documentId: string,
  action: HistoryAction,
  actor: { id: number | null; name: string },
  reason: string,
): Promise<void> {
  await asGuru(app, (database) =>
    database.rows(
      `insert into live.course_publish_history
        (course_id, draft_document_id, course_name, action, outcome, actor_id, actor_name, problems, duration_ms)
      select c.live_course_id, c.document_id, coalesce(c.name, ''), $2, 'refused', $3, $4,
        jsonb_build_array(jsonb_build_object('message', $5::text)), 0
      from cms.draft_courses c
      where c.document_id = $1 and not exists (
        select from live.course_publish_history h
        where h.draft_document_id = $1 and h.action = $2 and h.outcome = 'refused' and h.actor_name = $4
          and h.created_at > now() - interval '1 minute')`,
      [documentId, action, actor.id, actor.name, reason],
    ),
  );
}
