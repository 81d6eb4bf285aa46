import type { GuruDatabase } from '../../../../lib/guru';
import type { Cost, OwnUsage, Usage, UsageLine } from '../wire';
import { readSettings } from './settings';

type Line = UsageLine & { readonly by: 'total' | 'editor' | 'model' | 'command' | 'day' };

/**
 * What was spent in a calendar month in UTC (`2026-11`), by whom and on what, largest first and days in order;
 * what is only reserved is in the last two figures alone, as it counts at the ceilings. `editorId` is who asks.
 */
export async function usageOf(
  database: GuruDatabase,
  month: string,
  editorId: number,
): Promise<Usage> {
  const { total, by } = await spentIn(database, month, null);
  return {
    month,
    total,
    editors: by('editor'),
    models: by('model'),
    commands: by('command'),
    days: by('day'),
    settings: await readSettings(database),
    own: await countedIn(database, month, editorId),
    counted: await countedIn(database, month, null),
  };
}

/** What one editor alone spent in such a month, and nothing from which others' usage could be told. */
export async function ownUsageOf(
  database: GuruDatabase,
  month: string,
  editorId: number,
): Promise<OwnUsage> {
  const { total, by } = await spentIn(database, month, editorId);
  const { monthTokens, monthMicrodollars, requiresReview, ...settings } =
    await readSettings(database);
  return {
    month,
    total,
    commands: by('command'),
    days: by('day'),
    settings,
    own: await countedIn(database, month, editorId),
  };
}

/** What is settled, of one editor or, with null, of everybody. */
async function spentIn(database: GuruDatabase, month: string, editorId: number | null) {
  // An editor who was renamed is one line, under the newest name.
  const lines = await database.rows<Line>(
    `with spent as (
      select r.*, to_char(r.asked_at at time zone 'UTC', 'YYYY-MM-DD') as day
      from ai.requests r where r.month = $1::date and ($2::integer is null or r.editor_id = $2)
    )
    select case when grouping(editor_id) = 0 then 'editor' when grouping(model) = 0 then 'model'
        when grouping(command) = 0 then 'command' when grouping(day) = 0 then 'day' else 'total' end as by,
      case when grouping(editor_id) = 0 then (array_agg(editor_name order by id desc))[1]
        else coalesce(model, command, day, '') end as name,
      count(*)::integer as requests, coalesce(sum(input_tokens), 0)::bigint as "inputTokens",
      coalesce(sum(output_tokens), 0)::bigint as "outputTokens", sum(microdollars)::bigint as microdollars
    from spent
    group by grouping sets ((editor_id), (model), (command), (day), ())
    order by by, coalesce(day, ''), sum(input_tokens + output_tokens) desc nulls last, name`,
    [`${month}-01`, editorId],
  );
  const by = (wanted: Line['by']): UsageLine[] =>
    lines.filter((line) => line.by === wanted).map(({ by: _, ...line }) => line);
  const { name: _, ...total } = by('total')[0] ?? {
    name: '',
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
    microdollars: null,
  };
  return { total, by };
}

/**
 * What is spent and reserved, as a ceiling counts it, of one editor or, with null, of everybody. Of what is
 * reserved nobody knows yet which tokens are read and which are written; the sum is what counts.
 */
async function countedIn(
  database: GuruDatabase,
  month: string,
  editorId: number | null,
): Promise<Cost> {
  // Money is null where nothing had a price.
  const [counted] = await database.rows<{ tokens: number; microdollars: number | null }>(
    `select coalesce(sum(counted_tokens), 0)::bigint as tokens,
      (case when bool_or(coalesce(microdollars, reserved_microdollars) is not null)
        then sum(counted_microdollars) end)::bigint as microdollars
    from ai.requests where month = $1::date and ($2::integer is null or editor_id = $2)`,
    [`${month}-01`, editorId],
  );
  const { tokens = 0, microdollars = null } = counted ?? {};
  return { inputTokens: tokens, outputTokens: 0, microdollars };
}
