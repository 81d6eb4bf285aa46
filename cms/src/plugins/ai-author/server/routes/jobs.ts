import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru } from '../../../../lib/guru';
import { courseKind } from '../../../../lib/own-courses';
import { answer } from '../../../../lib/route';
import { cancelJob, pauseJob, resumeJob } from '../jobs/control';
import { hubOf } from '../jobs/of-app';
import { jobPage, jobRecord, stepsOf } from '../jobs/records';
import { estimateJob, startJob } from '../jobs/start';
import { jobEvents } from '../jobs/stream';
import { modelStatus } from '../model';
import { mayUse } from '../permissions';
import type { JobRecord } from '../wire';
import { courseOf, nothing, numberOf, rowId, startJobBody } from './asked';

const courseBody = z.strictObject({
  name: z.string().trim().min(1).max(255),
  /** What the course is to teach, in the editor's words. */
  ai_command: z.string().trim().min(1).max(10_000),
  level: z.enum(['beginner', 'intermediate', 'advanced']).optional(),
});
const page = z.strictObject({ before: rowId.optional() });

/** A path below the draft course, which the policy guards for authors. */
const below = (path: string) => `/courses/:documentId${path}`;
const config = adminOnly(mayUse);
const jobOf = (context: Context) => numberOf(context, 'id', 'ai.job-not-found');

/** `GET /ai-author/status` → Status. */
const status = {
  method: 'GET',
  path: '/status',
  handler: (context: Context) => answer(context, async () => modelStatus()),
  config,
};

/** `POST /ai-author/courses` with `{ name, ai_command, level? }` → `{ documentId }`: an empty draft course. */
const create = {
  method: 'POST',
  path: '/courses',
  handler: (context: Context) =>
    answer(context, async () => {
      const wanted = sent(courseBody, context.request.body);
      const { id } = actorOf(context);
      const { documentId } = await strapi
        .documents(courseKind as 'api::course.draft-course')
        .create({
          // Whoever created it may go on with it: an author's own courses are known by this.
          data: { ...wanted, createdBy: id, updatedBy: id } as never,
        });
      return { documentId };
    }),
  config,
};

/** `POST …/estimate` with StartJob → Estimate. Nothing is asked or written. */
const estimate = {
  method: 'POST',
  path: below('/estimate'),
  handler: (context: Context) =>
    answer(context, () =>
      estimateJob(
        strapi,
        courseOf(context),
        sent(startJobBody, context.request.body),
        actorOf(context),
      ),
    ),
  config,
};

/** `POST …/jobs` with StartJob → Job. */
const start = {
  method: 'POST',
  path: below('/jobs'),
  handler: (context: Context) =>
    answer(context, async () => {
      const course = courseOf(context);
      const wanted = sent(startJobBody, context.request.body);
      const id = await startJob(strapi, course, wanted, actorOf(context));
      return asGuru(strapi, (database) => jobRecord(database, course, id));
    }),
  config,
};

/** `GET …/jobs?before` → JobPage. */
const list = {
  method: 'GET',
  path: below('/jobs'),
  handler: (context: Context) =>
    answer(context, () => {
      const { before } = sent(page, context.query);
      return asGuru(strapi, (database) => jobPage(database, courseOf(context), before ?? null));
    }),
  config,
};

/** `GET …/jobs/:id` → JobRecord. */
const one = {
  method: 'GET',
  path: below('/jobs/:id'),
  handler: (context: Context) =>
    answer(context, () =>
      asGuru(strapi, async (database): Promise<JobRecord> => {
        const job = await jobRecord(database, courseOf(context), jobOf(context));
        return {
          job,
          steps: await stepsOf(database, job.id),
        };
      }),
    ),
  config,
};

/** `GET …/jobs/:id/events` → JobEvent as server-sent events, until the job has ended. */
const events = {
  method: 'GET',
  path: below('/jobs/:id/events'),
  handler: (context: Context) =>
    answer(context, async () => {
      const course = courseOf(context);
      const stream = await jobEvents(strapi, hubOf(strapi), course, jobOf(context));
      context.type = 'text/event-stream';
      // A proxy that collects a reply before it passes it on would hold events back.
      context.set('X-Accel-Buffering', 'no');
      return stream;
    }),
  config,
};

/** `POST …/jobs/:id/pause|resume|cancel` → Job. */
const control = (name: string, change: typeof pauseJob) => ({
  method: 'POST',
  path: below(`/jobs/:id/${name}`),
  handler: (context: Context) =>
    answer(context, async () => {
      sent(nothing, context.request.body);
      const [course, id] = [courseOf(context), jobOf(context)];
      await change(strapi, course, id);
      return asGuru(strapi, (database) => jobRecord(database, course, id));
    }),
  config,
});

export const jobsRoutes = [
  status,
  create,
  estimate,
  start,
  list,
  one,
  events,
  control('pause', pauseJob),
  control('resume', resumeJob),
  control('cancel', cancelJob),
];
