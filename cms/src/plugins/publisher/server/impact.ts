import type { Core } from '@strapi/strapi';
import { inGuruTransaction } from '../../../lib/guru';
import { courseOf, parametersOf, refuseUnknown, rowsOf } from './differences/sides';
import { kindNamed } from './tree';
import type { Impact, Side } from './wire';

/**
 * Whom publishing a state of the course would touch: learners by the version they are on, tests
 * being taken, and the certificate's conditions where they would change.
 *
 * @throws Refusal `publish.not-found`, `version.not-found`
 */
export function impactOf(
  app: Core.Strapi,
  documentId: string,
  to: Side = 'draft',
): Promise<Impact> {
  return inGuruTransaction(app, {}, async (database) => {
    const course = await courseOf(database, documentId);
    await refuseUnknown(database, course, [to]);
    const learners = await database.rows<{ version: number; count: number }>(
      `select version, count(*) as count from activity.course_enrollments
      where course_id = $1 and status <> 'dropped' group by version order by version desc`,
      [course.id],
    );
    const [counts] = await database.rows<{ attempts: number; certificates: number }>(
      `select (select count(*) from activity.user_test_attempts
          where course_id = $1 and submitted_at is null
            and (deadline is null or deadline > clock_timestamp())) as attempts,
        (select count(*) from activity.issued_certificates where course_id = $1) as certificates`,
      [course.id],
    );
    const conditionsOf = async (side: Side | null): Promise<ReadonlyMap<string, string>> => {
      const conditions = new Map<string, string>();
      for (const { kind, names } of conditionFields) {
        const [found] = await database.rows<{ row: Record<string, unknown> }>(
          `select row from (${rowsOf(side, kindNamed(kind))}) side order by (row ->> 'id')::integer limit 1`,
          side === null ? [] : parametersOf(course),
        );
        for (const name of names) conditions.set(name, asText(found?.row[name]));
      }
      return conditions;
    };
    const before = await conditionsOf(course.version === 0 ? null : course.version);
    const after = await conditionsOf(to);
    return {
      learners,
      openAttempts: counts?.attempts ?? 0,
      certificatesIssued: counts?.certificates ?? 0,
      certificateRules:
        course.version === 0
          ? []
          : [...after]
              .map(([field, value]) => ({ field, before: before.get(field) ?? '', after: value }))
              .filter((rule) => rule.before !== rule.after),
    };
  });
}

/** What decides whether a learner gets the certificate. */
const conditionFields = [
  { kind: 'course', names: ['certificate_type'] },
  {
    kind: 'certificate',
    names: [
      'name',
      'type',
      'requires_test_pass',
      'passing_percentage',
      'requires_project_completion',
      'requires_lab_completion',
      'test_weight',
      'lab_weight',
      'project_weight',
    ],
  },
] as const;

const asText = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value);
