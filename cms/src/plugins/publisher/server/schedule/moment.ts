import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';

/**
 * The moment an editor named, as ISO 8601 in UTC. PostgreSQL reckons it: it knows every IANA zone
 * with its changes of the clock. An hour that comes twice in autumn is taken the second time.
 *
 * @param runAt with an offset, or a date and time of day in `timeZone`
 * @throws Refusal 400 `schedule.zone`, `schedule.gap` for a time of day that the clock jumps over,
 *   `schedule.past`; each names its field
 */
export async function momentOf(
  database: GuruDatabase,
  runAt: string,
  timeZone: string,
): Promise<string> {
  // Only names: PostgreSQL would take any word with a number for a zone of that offset.
  const zones = await database.rows('select from pg_timezone_names where name = $1', [timeZone]);
  if (zones.length === 0) throw new Refusal(400, 'schedule.zone', 'timeZone');
  const isLocal = !/(Z|[+-]\d{2}:?\d{2})$/i.test(runAt);
  const [moment] = await database.rows<{ at: string; exists: boolean; past: boolean }>(
    `select at, not $3::boolean or at at time zone $2 = $1::text::timestamp as "exists", at <= clock_timestamp() as past
    from (select case when $3::boolean then $1::text::timestamp at time zone $2 else $1::text::timestamptz end as at) moment`,
    [runAt, timeZone, isLocal],
  );
  if (moment === undefined) throw new Error('A select without a table returns one row.');
  if (!moment.exists) throw new Refusal(400, 'schedule.gap', 'runAt');
  if (moment.past) throw new Refusal(400, 'schedule.past', 'runAt');
  return moment.at;
}
