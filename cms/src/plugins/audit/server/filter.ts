import { z } from 'zod';

const moment = z.iso.datetime({ offset: true });
const word = z.string().trim().min(1).max(200);

/** What the log is narrowed to; whatever is not given does not narrow. */
export const logFilter = z.strictObject({
  /** From this moment on, and before that one. */
  from: moment.optional(),
  to: moment.optional(),
  /** An administrator's id. */
  admin: z
    .string()
    .regex(/^\d{1,10}$/)
    .optional(),
  /** The number of a student's account, or its e-mail address. */
  student: word.optional(),
  action: word.optional(),
  subject: word.optional(),
  subject_id: word.optional(),
  address: word.optional(),
});
export type LogFilter = z.infer<typeof logFilter>;

interface Where {
  /** A condition over the alias `l`, a line of the log. */
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Identity and time are given to a line together; so far apart they cannot be. */
const slack = `interval '1 minute'`;

/**
 * The condition of a filter. A stretch of time is turned into one of ids first, so that a page far back
 * is found as quickly as the newest.
 */
export function whereOf(filter: LogFilter, before: number | undefined): Where {
  const parameters: unknown[] = [];
  const conditions: string[] = [];
  const by = (value: unknown, condition: (place: string) => string) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  by(before, (place) => `l.id < ${place}`);
  by(
    filter.from,
    (place) => `l.at >= ${place}::timestamptz and l.id > coalesce(
      (select id from audit.log where at < ${place}::timestamptz - ${slack} order by at desc limit 1), 0)`,
  );
  by(
    filter.to,
    (place) => `l.at < ${place}::timestamptz and l.id < coalesce(
      (select id from audit.log where at >= ${place}::timestamptz + ${slack} order by at limit 1), 9223372036854775807)`,
  );
  by(filter.admin, (place) => `l.admin_id = ${place}`);
  by(
    filter.student,
    (place) => `l.user_id = coalesce(
      (select user_id::text from activity.shishya_users where lower(email) = lower(${place}) limit 1), ${place})`,
  );
  by(filter.action, (place) => `l.action = ${place}`);
  by(filter.subject, (place) => `l.subject = ${place}`);
  by(filter.subject_id, (place) => `l.subject_id = ${place}`);
  by(
    filter.address,
    // A student's stands beside the line.
    (place) => `(l.ip_address = ${place} or l.id in (
      select log_id from audit.personal_values where "values" ->> 'ip_address' = ${place})
      or (l.user_id, l.personal) in (
        select account_id::text, digest from audit.origins where "values" ->> 'ip_address' = ${place}))`,
  );
  return { text: conditions.length === 0 ? 'true' : conditions.join(' and '), parameters };
}
