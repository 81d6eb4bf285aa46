import { z } from 'zod';

/**
 * `GET /api/events`: a stream of server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html) that tells learner sites which
 * course to read anew. It has no end, so it is no `Endpoint`. It names nothing that is not public.
 */
export const eventsPath = '/events';

/** A comment is sent at least this often, so that a dead line is told from a quiet one. Seconds. */
export const heartbeat = 15;

/** Event `current`: what is current of a course has changed; the cms knows by now. */
export const currentVersion = z.object({
  course_id: z.number().int(),
  version: z.number().int(),
});
export type CurrentVersion = z.infer<typeof currentVersion>;

/**
 * `resync` begins every stream and comes whenever the cms may have missed something: everything
 * current is to be read anew.
 */
export const eventName = z.enum(['current', 'resync']);
