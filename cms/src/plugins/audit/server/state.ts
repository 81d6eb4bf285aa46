import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import type { Choices, LogState } from './wire';

/** How the log stands: what is sealed, where the checkpoints are, what the last look at it found. */
export function logState(app: Core.Strapi): Promise<LogState> {
  return readAsGuru(app, async (database) => {
    const [seal] = await database.rows<{ id: number; at: string; highest: number }>(
      `select id, created_at as at, highest_log_id as highest from audit.seals order by id desc limit 1`,
    );
    const [unsealed] = await database.rows<{ count: number; since: string | null }>(
      `select count(*) as count, min(at) as since
      from (select at from audit.log where id > $1 order by id limit 1000) waiting`,
      [seal?.highest ?? 0],
    );
    const folders = await database.rows<LogState['folders'][number]>(
      `select folder, last_seal_id as "lastSealId", exported_at as "exportedAt",
        failing_since as "failingSince", error
      from audit.checkpoint_folders order by folder`,
    );
    const [verification] = await database.rows<
      Omit<NonNullable<LogState['verification']>, 'findings'> & {
        findings: readonly { readonly text: string }[];
      }
    >(
      `select finished_at as at, is_sound as "isSound", row_count as rows, seal_count as seals,
        finding_count as "findingCount", findings
      from audit.verifications order by id desc limit 1`,
    );
    return {
      lastSeal: seal === undefined ? null : { id: seal.id, at: seal.at },
      unsealed: unsealed ?? { count: 0, since: null },
      folders,
      verification:
        verification === undefined
          ? null
          : {
              ...verification,
              findings: verification.findings.slice(0, 20).map(({ text }) => text),
            },
    };
  });
}

/** What the filters offer. Subjects are the tables that are logged; events have subjects of their own. */
export function logChoices(app: Core.Strapi): Promise<Choices> {
  return readAsGuru(app, async (database) => {
    const administrators = await database.rows<Choices['administrators'][number]>(
      `select id::text as id, coalesce(nullif(concat_ws(' ', firstname, lastname), ''), email) as name
      from cms.admin_users order by 2, 1`,
    );
    const subjects = await database.rows<{ name: string }>(
      `select distinct n.nspname || '.' || c.relname as name
      from pg_trigger t
      join pg_proc p on p.oid = t.tgfoid and p.pronamespace = 'audit'::regnamespace
      join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
      order by 1`,
    );
    // One step of the index for each action there is, however many lines it has.
    const actions = await database.rows<{ name: string }>(
      `with recursive known (name) as (
        (select action from audit.log where action not in ('insert', 'update', 'delete') order by action limit 1)
        union all
        select (select l.action from audit.log l
          where l.action not in ('insert', 'update', 'delete') and l.action > k.name order by l.action limit 1)
        from known k where k.name is not null
      )
      select name from known where name is not null`,
    );
    return {
      administrators,
      subjects: subjects.map(({ name }) => name),
      actions: ['insert', 'update', 'delete', ...actions.map(({ name }) => name)],
    };
  });
}
