import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLiveCourse } from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { startTestSystem, type TestSystem } from '../../scripts/testing/system.ts';
import { tree } from '../src/plugins/publisher/server/tree';
import { withClient } from './roles';

/**
 * Who may do what with which table, as the specification's access control matrix has it. `guru` is
 * the admin portal's role, `shishya` the students'; a right is a letter: S(elect), I(nsert), U(pdate),
 * D(elete), T(runcate). What is created and updated beyond these letters happens in functions of the
 * referee, whose list stands in grants.test.ts.
 */
interface Area {
  /** The matrix's row, or what it is that the matrix has no row for. */
  readonly name: string;
  readonly guru: string;
  readonly shishya: string;
  /** Whoever may read only some columns is named with the letter s. */
  readonly tables: readonly string[];
}

const versioned = tree.map(({ liveTable }) => `live.${liveTable}`);
const labs = 'live.practice_labs';
const matrix: readonly Area[] = [
  {
    name: 'Draft tables: admin create, read, update; student no access',
    guru: 'SIUDT',
    shishya: '',
    tables: tree.map(({ draftTable }) => `cms.${draftTable}`),
  },
  {
    name: 'Live content: admin read and a new version; student read only',
    guru: 'SI',
    shishya: 'S',
    tables: versioned.filter((table) => table !== labs),
  },
  {
    name: 'Labs: admin read and a new version; student read only, without the hints',
    guru: 'SI',
    shishya: 's',
    tables: [labs],
  },
  {
    name: 'The course in the catalogue, which names the version: admin read and update; student read only',
    guru: 'SIU',
    shishya: 'S',
    tables: ['live.courses'],
  },
  {
    name: 'Identities, snapshots and the history of publishing: admin read and add; student no access',
    guru: 'SI',
    shishya: '',
    tables: ['live.nodes', 'live.course_versions', 'live.course_publish_history'],
  },
  {
    name: 'Scheduled publishes: admin read and update; student no access',
    guru: 'SIU',
    shishya: '',
    tables: ['live.scheduled_publishes'],
  },
  {
    name: 'The step back from a restore: admin keep and discard; student no access',
    guru: 'SID',
    shishya: '',
    tables: ['live.draft_restores'],
  },
  {
    name: 'Right answers and solutions: admin write, never read; student no access',
    guru: 'I',
    shishya: '',
    tables: ['keys.question_keys', 'keys.lab_keys'],
  },
  {
    name: 'Student activity: admin read; student their own',
    guru: 'S',
    shishya: 'S',
    tables: [
      'activity.course_enrollments',
      'activity.lesson_progress',
      'activity.user_lab_progress',
      'activity.lab_code',
      'activity.lab_runs',
      'activity.user_test_attempts',
      'activity.attempt_answers',
      'activity.graded_attempts',
      'activity.user_project_submissions',
      'activity.latest_submissions',
      'activity.activity_logs',
      'activity.erasures',
    ],
  },
  {
    name: 'Corrections of a wrong key, with the right answers: nobody but the functions',
    guru: 'S',
    shishya: '',
    tables: ['activity.key_corrections'],
  },
  {
    name: 'Files of submissions and regrades: admin read; student what concerns them',
    guru: 'S',
    shishya: 's',
    tables: ['activity.submission_files', 'activity.attempt_regrades'],
  },
  {
    name: 'Replies kept for repeated requests: nobody but the functions',
    guru: '',
    shishya: '',
    tables: ['activity.idempotency_keys'],
  },
  {
    name: 'Certificates: admin read; student their own',
    guru: 'S',
    shishya: 'S',
    tables: [
      'activity.issued_certificates',
      'activity.certificate_revocations',
      'activity.marksheets',
      'activity.certificate_register',
      'activity.certificate_secrets',
    ],
  },
  {
    name: 'Where the files of certificates are kept, how they look, which numbers were given: admin read; student no access',
    guru: 'S',
    shishya: '',
    tables: [
      'activity.certificate_files',
      'activity.marksheet_files',
      'activity.certificate_designs',
      'activity.certificate_numbers',
      'activity.void_certificate_numbers',
      'activity.certificates_due',
    ],
  },
  {
    name: 'Signed credentials and the keys that signed them: admin read; anybody by a function, with a secret',
    guru: 'S',
    shishya: '',
    tables: [
      'activity.certificate_credentials',
      'activity.issuer_keys',
      'activity.issuer_key_revocations',
    ],
  },
  {
    name: 'The days before an erasure: admin read; student no access',
    guru: 'S',
    shishya: '',
    tables: ['activity.erasure_delays'],
  },
  {
    name: 'Student users: admin read; student their own',
    guru: 'S',
    shishya: 'S',
    tables: ['activity.shishya_users'],
  },
  {
    name: 'Logins on devices: admin read; student their own, without their generation',
    guru: 'S',
    shishya: 's',
    tables: ['activity.sessions'],
  },
  {
    name: 'Failed logins, looked-up numbers and the links in mails: nobody but the functions',
    guru: '',
    shishya: '',
    tables: ['activity.sign_in_limits', 'activity.number_lookups', 'activity.account_tokens'],
  },
  {
    name: 'What is still to be done for certificates: admin read; student no access',
    guru: 'S',
    shishya: '',
    tables: [
      'activity.papers_to_draw',
      'activity.certificate_batches',
      'activity.certificate_batch_items',
    ],
  },
  {
    name: 'Admin users: admin manage; student no access',
    guru: 'SIUDT',
    shishya: '',
    tables: ['cms.admin_users', 'cms.admin_roles', 'cms.admin_permissions'],
  },
  {
    name: 'Audit: admin read; student no access',
    guru: 'S',
    shishya: '',
    tables: [
      'audit.log',
      'audit.seals',
      'audit.checkpoint_folders',
      'audit.verifications',
      'audit.personal_values',
      'audit.origins',
      'audit.readable',
      'audit.approval_actions',
      'audit.approval_requests',
      'audit.approval_votes',
      'audit.approval_outcomes',
      'audit.approval_delays',
      'audit.approval_starts',
      'audit.approvals',
    ],
  },
  {
    name: 'What a model is asked for and proposes: admin add and change; student no access',
    guru: 'SIU',
    shishya: '',
    tables: ['ai.jobs', 'ai.steps', 'ai.proposals'],
  },
  {
    name: 'Ceilings of the AI author: admin change; student no access',
    guru: 'SU',
    shishya: '',
    tables: ['ai.settings'],
  },
  {
    name: 'Sources that editors attach: admin add and delete; student no access',
    guru: 'SID',
    shishya: '',
    tables: ['ai.sources'],
  },
  {
    name: 'Passages of sources: admin add; student no access',
    guru: 'SI',
    shishya: '',
    tables: ['ai.passages'],
  },
  {
    name: 'What the model cost and what it wrote: admin read; student no access',
    guru: 'S',
    shishya: '',
    tables: ['ai.requests', 'ai.provenance'],
  },
];

let system: TestSystem;
let superuser: Client;
beforeAll(async () => {
  system = await startTestSystem();
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await system?.stop();
});

/** The letters of a role's rights, by table. */
async function rightsOf(role: string): Promise<Map<string, string>> {
  const { rows } = await superuser.query<{ name: string; rights: string }>(
    `select n.nspname || '.' || c.relname as name, concat(
        case when has_table_privilege($1, c.oid, 'select') then 'S'
          when has_any_column_privilege($1, c.oid, 'select') then 's' end,
        case when has_any_column_privilege($1, c.oid, 'insert') then 'I' end,
        case when has_any_column_privilege($1, c.oid, 'update') then 'U' end,
        case when has_table_privilege($1, c.oid, 'delete') then 'D' end,
        case when has_table_privilege($1, c.oid, 'truncate') then 'T' end) as rights
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('cms', 'live', 'keys', 'activity', 'audit', 'ai') and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [role],
  );
  return new Map(rows.map(({ name, rights }) => [name, rights]));
}

describe('the access control matrix', () => {
  it('names every table of live, keys, activity, audit and ai: none was forgotten', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('live', 'keys', 'activity', 'audit', 'ai') and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
    );
    const named = matrix.flatMap(({ tables }) => tables).filter((name) => !name.startsWith('cms.'));
    expect([...named].sort()).toEqual(rows.map(({ name }) => name));
  });

  for (const role of ['guru', 'shishya'] as const)
    for (const { name, tables, [role]: rights } of matrix)
      it(`holds for ${role}: ${name}`, async () => {
        const actual = await rightsOf(role);
        for (const table of tables)
          expect(`${table} ${actual.get(table)}`).toBe(`${table} ${rights}`);
      });

  it('gives students nothing in any table of Strapi’s', async () => {
    const open = [...(await rightsOf('shishya'))].filter(
      ([name, rights]) => name.startsWith('cms.') && rights !== '',
    );
    expect(open).toEqual([]);
  });
});

describe('“their own”', () => {
  const [asha, bela] = [900_101, 900_102];
  let students: Students;
  beforeAll(async () => {
    students = studentsOf(system.database);
    const course = await withClient(system.database.guru, (guru) => insertLiveCourse(guru));
    for (const user of [asha, bela]) await students.add(user);
    await students.rows(asha, 'select activity.enroll($1)', [course.id]);
    await students.rows(asha, 'select activity.complete_lesson($1, $2)', [
      course.id,
      course.lessons[0],
    ]);
    await students.rows(asha, 'select activity.start_attempt($1, $2)', [
      course.id,
      course.tests[0],
    ]);
  });
  afterAll(() => students?.end());

  it('means that no row of a table with students is seen by another one, or by a visitor', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'shishya_user_id'
      where c.relnamespace = 'activity'::regnamespace and c.relkind in ('r', 'p', 'v')
        and has_column_privilege('shishya', c.oid, a.attnum, 'select')`,
    );
    expect(rows.length).toBeGreaterThan(6);
    let seenByAsha = 0;
    for (const { name } of rows) {
      const count = async (user: number | null) =>
        (await students.rows(user, `select shishya_user_id from ${name}`)).length;
      seenByAsha += await count(asha);
      expect([name, await count(bela), await count(null)]).toEqual([name, 0, 0]);
    }
    expect(seenByAsha).toBeGreaterThan(3);
  });
});
