import type { Pool } from 'pg';
import { withClient } from '../../cms/database/roles.ts';
import { asStudent, createStudentsPool, type StudentDatabase } from '../../cms/src/lib/students.ts';
import type { DatabaseUrls } from '../lib/database.ts';

/** Students of a test's own database, served exactly as the cms serves them: its pool, its transactions. */
export interface Students {
  readonly pool: Pool;
  /** Makes an active student of an account with this users-permissions id. */
  add(userId: number): Promise<number>;
  /** One transaction on behalf of a users-permissions user; null is a visitor. */
  as<Result>(
    userId: number | null,
    work: (database: StudentDatabase) => Promise<Result>,
  ): Promise<Result>;
  /** The one statement that is needed most. */
  rows<Row = Record<string, unknown>>(
    userId: number | null,
    statement: string,
    parameters?: readonly unknown[],
  ): Promise<Row[]>;
  end(): Promise<void>;
}

export function studentsOf(database: DatabaseUrls): Students {
  const pool = createStudentsPool(database.shishya);
  // A student is told to come again; a test asks once, and the machine may be busy.
  pool.options.connectionTimeoutMillis = 60_000;
  const as: Students['as'] = (userId, work) =>
    asStudent(
      pool,
      { userId, sessionId: null, ipAddress: '127.0.0.1', userAgent: 'a test' },
      'write',
      work,
    );
  return {
    pool,
    as,
    add: (userId) =>
      withClient(database.guru, async (guru) => {
        await guru.query('select activity.ensure_student($1, $2, $3, false)', [
          userId,
          `Student ${userId}`,
          `student${userId}@school.example`,
        ]);
        const { rows } = await guru.query<{ id: number }>(
          'select id from activity.shishya_users where user_id = $1',
          [userId],
        );
        const [row] = rows;
        if (row === undefined) throw new Error('The student was not made.');
        return row.id;
      }),
    rows: (userId, statement, parameters = []) =>
      as(userId, (inside) => inside.rows(statement, parameters)),
    end: () => pool.end(),
  };
}
