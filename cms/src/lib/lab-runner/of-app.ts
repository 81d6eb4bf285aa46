import type { Core } from '@strapi/strapi';
import { LabRunner } from './runner';

const runners = new WeakMap<Core.Strapi, LabRunner>();

/** The lab runner of this Strapi instance, made at the first use. */
export function labRunner(app: Core.Strapi): LabRunner {
  let runner = runners.get(app);
  if (runner === undefined) {
    runner = new LabRunner({ log: (sentence) => app.log.info(sentence) });
    runners.set(app, runner);
  }
  return runner;
}

/** Ends its processes; called when Strapi is destroyed. */
export function closeLabRunner(app: Core.Strapi): void {
  runners.get(app)?.close();
  runners.delete(app);
}
