import type { Core } from '@strapi/strapi';
import { type GuruDatabase, readAsGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { type LogFilter, whereOf } from './filter';
import type { Actor, LogEntry, LogLine, LogPage, Value } from './wire';

type Columns = Readonly<Record<string, unknown>>;

/** A line of the log with the names of who acted, as they are now. */
export interface Row {
  readonly id: number;
  readonly at: string;
  readonly login: string;
  readonly userId: string | null;
  readonly adminId: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly before: Columns | null;
  readonly after: Columns | null;
  readonly details: Columns | null;
  readonly adminName: string | null;
  readonly studentName: string | null;
  readonly studentId: number | null;
  /** What was personal in the line went with the student it was about. */
  readonly isErased: boolean;
}

/** Of the rows `page` has, whose ids stand in it. */
const rowsOf = (page: string): string => `
  select l.id, l.at, l.login, l.user_id as "userId", l.admin_id as "adminId", l.ip_address as "ipAddress",
    l.user_agent as "userAgent", l.action, l.subject, l.subject_id as "subjectId", l.before, l.after, l.details,
    coalesce(nullif(concat_ws(' ', a.firstname, a.lastname), ''), a.email) as "adminName",
    s.name as "studentName", s.id as "studentId", l.is_erased as "isErased"
  from (${page}) page
  join audit.readable l on l.id = page.id
  left join cms.admin_users a on a.id::text = l.admin_id
  left join activity.shishya_users s on s.user_id = (case when l.user_id ~ '^[0-9]{1,9}$' then l.user_id end)::integer
  order by l.id desc`;

/** Lines that fit, the newest first, older than `before` where it is given. */
export async function fittingRows(
  database: GuruDatabase,
  filter: LogFilter,
  before: number | undefined,
  most: number,
): Promise<Row[]> {
  const { text, parameters } = whereOf(filter, before);
  return database.rows<Row>(
    rowsOf(`select l.id from audit.log l where ${text} order by l.id desc limit ${most}`),
    parameters,
  );
}

const pageSize = 50;

/** A page of the lines that fit, the newest first. */
export async function logPage(
  app: Core.Strapi,
  filter: LogFilter,
  before: number | undefined,
): Promise<LogPage> {
  const rows = await readAsGuru(app, (database) =>
    fittingRows(database, filter, before, pageSize + 1),
  );
  const shown = rows.slice(0, pageSize);
  return {
    lines: shown.map(lineOf),
    next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** One line, with what was and what became of each column. */
export async function logEntry(app: Core.Strapi, id: number): Promise<LogEntry> {
  return readAsGuru(app, async (database) => {
    const [row] = await database.rows<Row>(rowsOf('select id from audit.log where id = $1'), [id]);
    if (row === undefined) throw new Refusal(404, 'audit.not-found');
    const [seal] = await database.rows<{ id: number; at: string }>(
      // A line is in one of the last seals that begin before it; all of them would be millions.
      `select id, at from (
        select id, created_at as at, log_ids from audit.seals
        where lower(log_ids) <= $1 order by lower(log_ids) desc limit 1000
      ) near where log_ids @> $1::bigint`,
      [id],
    );
    return {
      ...lineOf(row),
      login: row.login,
      userAgent: row.userAgent,
      values: valuesOf(row.before, row.after),
      details: Object.entries(row.details ?? {}).map(([name, value]) => ({
        name,
        after: written(value),
      })),
      isErased: row.isErased,
      seal: seal ?? null,
    };
  });
}

export const lineOf = (row: Row): LogLine => ({
  id: row.id,
  at: row.at,
  action: row.action,
  subject: row.subject,
  subjectId: row.subjectId,
  actor: actorOf(row),
  ipAddress: row.ipAddress,
  changed:
    row.before === null || row.after === null
      ? []
      : valuesOf(row.before, row.after)
          .filter(({ changed }) => changed)
          .map(({ name }) => name),
});

function actorOf(row: Row): Actor {
  const { adminId, adminName, userId, studentName, studentId, login, ipAddress, details } = row;
  if (adminId !== null) return { kind: 'administrator', id: adminId, name: adminName };
  if (userId !== null)
    return { kind: 'student', id: userId, name: studentName, student: studentId };
  if (typeof details?.api_token === 'string') return { kind: 'token', name: details.api_token };
  return ipAddress === null ? { kind: 'system', login } : { kind: 'visitor' };
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Each column of a row, those that changed first. */
export function valuesOf(before: Columns | null, after: Columns | null): Value[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  const values = names.map((name) => {
    const was = before === null || !(name in before) ? null : written(before[name]);
    const is = after === null || !(name in after) ? null : written(after[name]);
    // Hidden values differ in what the log says of them.
    const changed = before !== null && after !== null && (was !== is || is === '(hidden, changed)');
    return { name, before: was, after: is, changed };
  });
  return [...values.filter(({ changed }) => changed), ...values.filter(({ changed }) => !changed)];
}
