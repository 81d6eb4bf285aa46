import type { Erasure } from '@ourshiksha/contract/privacy';
import type { StudentDatabase } from '../../lib/students';

/** The student's last wish to be erased; row-level security leaves only the own. */
export async function readErasure(database: StudentDatabase): Promise<Erasure | null> {
  const [last] = await database.rows<Erasure>(
    `select state, with_certificates as certificates, asked_at, due_at
    from activity.erasures order by id desc limit 1`,
  );
  return last ?? null;
}

interface Rights {
  readonly delay_days: number;
  readonly exports_left: number;
  readonly certificates: number;
}

export async function readRights(database: StudentDatabase): Promise<Rights> {
  const [rights] = await database.rows<Rights>(
    `select activity.erasure_delay() as delay_days,
      (select count(*)::integer from activity.issued_certificates) as certificates,
      (select greatest(0, 3 - count(*))::integer from activity.activity_logs
        where action = 'export' and entity_type = 'student'
          and created_at > clock_timestamp() - interval '1 day') as exports_left`,
  );
  if (rights === undefined) throw new Error('A select without from returns one row.');
  return rights;
}
