import type { StudentDatabase } from './students';

/**
 * Does `work` once for a student's key: its effects, the key and its reply are one transaction, the
 * caller's. Asked again, it returns the reply that was kept and does nothing.
 *
 * @param asked what the key stands for; the same key for something else is refused with 422 `request.key-reused`
 * @returns the reply, a JSON value, and whether it is an earlier one
 */
export async function once<Reply>(
  database: StudentDatabase,
  key: string,
  asked: object,
  work: () => Promise<Reply>,
): Promise<{ reply: Reply; isReplayed: boolean }> {
  const [begun] = await database.rows<{ reply: Reply | null }>(
    'select activity.begin_once($1, $2) as reply',
    [key, JSON.stringify(asked)],
  );
  if (begun === undefined) throw new Error('A select without from returns one row.');
  if (begun.reply !== null) return { reply: begun.reply, isReplayed: true };
  const reply = await work();
  await database.rows('select activity.end_once($1, $2)', [key, JSON.stringify(reply)]);
  return { reply, isReplayed: false };
}
