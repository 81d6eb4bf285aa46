import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { type Executor, startExecutor } from './executor';
import { Hub } from './hub';

const key = 'ourshiksha.ai-author';

interface Kept {
  readonly hub: Hub;
  readonly executor: Executor;
}

/**
 * Starts what runs jobs in this cms. Without a model it runs nothing, but those who watch a job are told
 * here too.
 */
export function startAuthoring(app: Core.Strapi): void {
  const hub = new Hub();
  const executor = startExecutor(app, { hub, parallel: environment().ai?.parallel ?? 0 });
  app.add(key, { hub, executor } satisfies Kept);
}

/** Where those who watch jobs are told. */
export const hubOf = (app: Core.Strapi): Hub => (app.get(key) as Kept).hub;

/** Lets requests under way end for a short while; the database's pool may be closed after it. */
export async function stopAuthoring(app: Core.Strapi): Promise<void> {
  if (app.has(key)) await (app.get(key) as Kept).executor.stop();
}
