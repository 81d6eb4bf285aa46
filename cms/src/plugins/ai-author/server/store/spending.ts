import type { GuruDatabase } from '../../../../lib/guru';
import type { Ceiling, Cost } from '../wire';

/** The nearest ceiling that a further cost would go over; null where none. */
export async function overCeiling(
  database: GuruDatabase,
  editorId: number,
  cost: Cost,
  jobId: number | null = null,
): Promise<Ceiling | null> {
  const [found] = await database.rows<{ over: Ceiling | null }>(
    'select ai.over($1, $2, $3, $4) as over',
    [editorId, cost.inputTokens + cost.outputTokens, cost.microdollars, jobId],
  );
  return found?.over ?? null;
}
