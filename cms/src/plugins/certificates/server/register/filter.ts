import { z } from 'zod';
import { Narrowing } from '../../../records/server/paging';
import { rowId } from '../../../records/server/routes/request';
import { states } from '../wire';

/** What the register is narrowed to; whatever is not given does not narrow. */
export const registerFilter = z.strictObject({
  /** A number, or part of a name or of a course's, in any case. */
  q: z.string().trim().min(1).max(200).optional(),
  course: rowId.optional(),
  state: z.enum(states).optional(),
  /** Issued from this day on, and to that one; days in UTC, as they are printed. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type RegisterFilter = z.infer<typeof registerFilter>;

/** What has become of the certificate `i`, as `making`, `valid`, `revoked` or `replaced`. */
export const stateOf = `case
  when exists (select from activity.certificate_revocations r where r.issued_certificate_id = i.id) then 'revoked'
  when exists (select from activity.issued_certificates n where n.replaces_id = i.id) then 'replaced'
  when exists (select from activity.certificate_files f where f.issued_certificate_id = i.id and f.kind = 'certificate')
    then 'valid'
  else 'making' end`;

/** A number as far as somebody has typed it. */
const number = /^os-[0-9a-z-]*$/i;

/** The certificates `i` that fit, older than `before` where it is given. */
export function narrowed(filter: RegisterFilter, before: number | undefined): Narrowing {
  const { q, course, state, from, to } = filter;
  const isNumber = q !== undefined && number.test(q);
  return new Narrowing()
    .by(before, (place) => `i.id < ${place}`)
    .by(
      isNumber ? q.toUpperCase() : undefined,
      (place) => `starts_with(i.certificate_number, ${place})`,
    )
    .by(
      isNumber ? undefined : q?.toLowerCase(),
      (place) =>
        `(position(${place} in lower(i.student_name)) > 0 or position(${place} in lower(i.course_name)) > 0
          or position(upper(${place}) in i.certificate_number) > 0)`,
    )
    .by(course, (place) => `i.course_id = ${place}`)
    .by(state, (place) => `${stateOf} = ${place}`)
    .by(from, (place) => `i.issue_date >= ${place}::date::timestamp at time zone 'UTC'`)
    .by(to, (place) => `i.issue_date < (${place}::date + 1)::timestamp at time zone 'UTC'`);
}
