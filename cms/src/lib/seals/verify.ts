import type { ClientBase } from 'pg';
import { type VerifyOptions, verifyChain } from './chain';
import { Findings } from './findings';
import { verifyLines } from './lines';

export interface Verified {
  readonly rows: number;
  readonly seals: number;
  /** Lines of less than a minute, which no seal has yet. */
  readonly waiting: number;
  /** Lines whose personal values went with an approved erasure. */
  readonly erased: number;
  readonly findings: number;
  /** No findings, but to be known: restores that were accepted. */
  readonly remarks: readonly string[];
}

/**
 * Compares the log with its seals, the seals with each other and with the checkpoints outside the
 * database. Everything is computed anew from the rows; nothing that stands in the database is
 * believed. It reads rows and seals once and in order, so a large log needs no more memory.
 *
 * @param client in a transaction that sees one moment; it is only read from
 */
export async function verify(client: ClientBase, options: VerifyOptions): Promise<Verified> {
  let count = 0;
  const findings = new Findings((finding) => {
    count += 1;
    options.onFinding(finding);
  });
  const chain = await verifyChain(client, options, findings);
  findings.end();
  const lines = await verifyLines(client, findings);
  findings.end();
  return { ...chain, ...lines, findings: count };
}

/** Runs `work` in one read-only transaction without a limit of time. */
export async function atOneMoment<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query('set local statement_timeout = 0');
    return await work();
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}
