import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { labRunner } from '../../../../lib/lab-runner/of-app';
import { RunnerBusy } from '../../../../lib/lab-runner/runner';
import { Refusal } from '../../../../lib/refusal';
import type { Tools } from './command';
import { pictureOf } from './pictures';

let asker = 0;

/** What commands use of the system; `ask` is the executor's, so that each question is reserved and settled. */
export function toolsOf(
  app: Core.Strapi,
  { ask, signal }: { ask: Tools['ask']; signal: AbortSignal },
): Tools {
  const settings = environment().ai;
  return {
    ask,
    async run(task) {
      asker += 1;
      signal.throwIfAborted();
      try {
        return await labRunner(app).withPlace(`ai-author ${asker}`, (run) => run(task));
      } catch (error) {
        if (error instanceof RunnerBusy) throw new Refusal(503, 'lab.busy');
        throw error;
      }
    },
    picture: (address) => pictureOf(app, address, signal),
    seesPictures: settings?.seesPictures ?? false,
    contextTokens: settings?.contextTokens ?? 32_000,
  };
}
