import type { Core } from '@strapi/strapi';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';

/** Selects as the role that sees drafts, sources and proposals, and nobody. */
export type Reader = Pick<GuruDatabase, 'rows'>;

/**
 * Runs `work` in one transaction that sees one moment and writes nothing, as the role `ai_reader`. All that
 * goes into a question to a model is read here, so nothing of a student can be.
 */
export function readForModel<Result>(
  app: Core.Strapi,
  work: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  const settings = {
    role: 'ai_reader',
    transaction_read_only: 'on',
    statement_timeout: '10s',
  };
  return inGuruTransaction(app, settings, ({ rows }) => work({ rows }));
}
