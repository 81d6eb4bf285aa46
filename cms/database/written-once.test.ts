import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  rightAnswer,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let superuser: Client;
let students: Students;
let course: LiveCourse;

/** Every table below has at least one row: a course, and a student who finished it. */
beforeAll(async () => {
  database = await createDatabase();
  superuser = new Client({ connectionString: database.admin });
  await superuser.connect();
  students = studentsOf(database);
  const guru = new Client({ connectionString: database.guru });
  await guru.connect();
  course = await insertLiveCourse(guru);
  await guru.query(
    `insert into live.course_publish_history (course_id, draft_document_id, course_name, action, outcome, actor_name, duration_ms)
     values ($1, 'd', 'Birds', 'publish', 'done', 'a test', 1)`,
    [course.id],
  );
  const user = 7;
  await students.add(user);
  const asked = (text: string, ...values: unknown[]) =>
    students.rows<{ result: unknown }>(user, `select ${text} as result`, values);
  await asked('activity.enroll($1)', course.id);
  for (const lesson of course.lessons)
    await asked('activity.complete_lesson($1, $2)', course.id, lesson);
  for (const test of course.tests) {
    const [started] = await asked('activity.start_attempt($1, $2)', course.id, test);
    const answers = Object.fromEntries(
      (course.questions[test] ?? []).map((question) => [question, rightAnswer(question)]),
    );
    await asked('activity.save_answers($1, 1, $2)', started?.result, JSON.stringify(answers));
    await asked('activity.submit_attempt($1, $2)', started?.result, JSON.stringify(answers));
  }
  await students.rows(
    user,
    `select activity.add_submission_file($1, $2, 'birds.pdf', 'application/pdf', 9, repeat('a', 64), 5, 100)`,
    [course.id, course.project],
  );
  await asked(
    'activity.submit_project($1, $2, null, $3, $4)',
    course.id,
    course.project,
    'Seen.',
    'k',
  );
  const [issued] = await asked('activity.issue_certificate($1)', course.id);
  await guru.query(`select activity.keep_certificate_file($1, 'certificate', 'x', $2, 1)`, [
    issued?.result,
    'a'.repeat(64),
  ]);
  await guru.query(`select activity.keep_marksheet_file(id, 'x', $1, 1) from activity.marksheets`, [
    'a'.repeat(64),
  ]);
  await superuser.query(
    `insert into activity.void_certificate_numbers (year, serial, reason) values (2025, 1, 'a test')`,
  );
  await superuser.query(`select activity.correct_key($1, 'Another', '[]', 'a test', 'a test')`, [
    course.questions[course.tests[0] ?? 0]?.[0],
  ]);
  await guru.end();
  await superuser.query(
    `insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
     select id, 'a test', 'a test' from activity.issued_certificates`,
  );
  await superuser.query(`insert into activity.issuer_keys (key_id) values ($1)`, [
    'z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
  ]);
  await superuser.query(`insert into activity.issuer_key_revocations (key_id) select key_id from activity.issuer_keys;
    insert into activity.certificate_credentials (issued_certificate_id, key_id, status_index)
    select id, key_id, 7 from activity.issued_certificates, activity.issuer_keys`);
  await superuser.query(`
    insert into audit.approval_requests (action, payload, payload_hash, reason, admin_id, requested_by, votes_needed,
      voters_existed, delay_hours, expires_at)
    select action, '{}', repeat('0', 64), 'just a test', 1, 'a test', 2, 2, 0, 'infinity'
    from audit.approval_actions limit 1;
    insert into audit.approval_votes (request_id, admin_id, voter, approve, payload_hash)
    values (1, 2, 'a test', true, repeat('0', 64));
    insert into audit.approval_outcomes (request_id, outcome, actor, voters_existed, note)
    values (1, 'withdrawn', 'a test', 2, 'a test');
    insert into audit.approval_delays (delay_hours) values (24);
    insert into audit.approval_starts (voters) values (3);
    insert into activity.erasure_delays (delay_days) values (3);
    insert into activity.erasures (shishya_user_id, with_certificates, approval_request_id, state)
    select id, false, 1, 'asked' from activity.shishya_users`);
  await superuser.query(`
    with j as (
      insert into ai.jobs (course, command, target_kind, target_document_id, title, started_by, started_by_name)
      values ('d', 'notes', 'lesson', 'l', 'a test', 1, 'a test') returning id
    ) insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, title, state)
    select id, 'k', 1, 'notes', 'lesson', 'l', 'a test', 'running' from j;
    select ai.reserve(id, 'm', '{}', 1, 1, 1) from ai.steps;
    select ai.settle(id, 1, 1, 1, 1) from ai.requests;
    insert into ai.proposals (job_id, step_id, key, kind, fields, model, prompt)
    select job_id, id, 'k', 'ai_note', '{}', 'm', '{}' from ai.steps;
    select ai.add_provenance(id, '[{"kind":"ai_note","document_id":"n","field":"content","value":"Rain."}]',
      1, 'a test', false, true) from ai.proposals;
    select ai.withdraw_provenance(id, 1, 'a test') from ai.proposals;
    insert into ai.sources (course, name, kind, characters, sha256, added_by, added_by_name)
    values ('d', 'a test', 'text', 1, repeat('0', 64), 1, 'a test')`);
  await superuser.query(
    `insert into audit.seals (id, log_ids, highest_log_id, leaves, note, created_at)
     values (1, '{[1,2)}', 1, decode(repeat('00', 32), 'hex'), '', clock_timestamp())`,
  );
  await superuser.query(
    `insert into audit.verifications (is_sound, row_count, seal_count, seconds, findings, finding_count)
     values (true, 1, 1, 0, '[]', 0)`,
  );
});
afterAll(async () => {
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

const writtenOnce = [
  'live.nodes',
  'live.course_contents',
  'live.modules',
  'live.lessons',
  'live.tests',
  'live.questions',
  'live.practice_labs',
  'live.projects',
  'live.certificates',
  'live.course_versions',
  'live.course_publish_history',
  'keys.question_keys',
  'keys.lab_keys',
  'activity.issued_certificates',
  'activity.certificate_revocations',
  'activity.certificate_files',
  'activity.marksheets',
  'activity.marksheet_files',
  'activity.certificate_secrets',
  'activity.certificate_credentials',
  'activity.issuer_keys',
  'activity.issuer_key_revocations',
  'activity.certificate_designs',
  'activity.void_certificate_numbers',
  'activity.activity_logs',
  'activity.key_corrections',
  'activity.attempt_regrades',
  'audit.log',
  'audit.personal_values',
  'audit.origins',
  'activity.erasure_delays',
  'audit.seals',
  'audit.verifications',
  'audit.approval_actions',
  'audit.approval_requests',
  'audit.approval_votes',
  'audit.approval_outcomes',
  'audit.approval_delays',
  'audit.approval_starts',
  'ai.requests',
  'ai.provenance',
];
/** Rows that may come to be filled in, but never go away. */
const kept = [
  'live.courses',
  'activity.shishya_users',
  'activity.course_enrollments',
  'activity.lesson_progress',
  'activity.user_test_attempts',
  'activity.user_project_submissions',
  'activity.submission_files',
  'activity.attempt_answers',
  'activity.erasures',
  'activity.certificate_numbers',
];
const roles = ['guru', 'shishya', 'shishya_login', 'referee', 'ourshiksha_owner', 'superuser'];
/** No records: what they hold is the editors' or the students' own, and goes away when it is done with, or
 * says how things are now. */
const passing = [
  'live.draft_restores',
  'live.scheduled_publishes',
  'activity.idempotency_keys',
  'activity.certificates_due',
  'activity.sessions',
  'activity.sign_in_limits',
  'activity.number_lookups',
  'activity.papers_to_draw',
  'activity.certificate_batches',
  'activity.certificate_batch_items',
  'activity.account_tokens',
  'audit.checkpoint_folders',
  'ai.settings',
  'ai.sources',
  'ai.passages',
  'ai.jobs',
  'ai.steps',
  'ai.proposals',
];

/** Runs a statement as a role and says how it ended: its SQLSTATE, or how many rows it touched. */
async function outcome(role: string, statement: string): Promise<string> {
  await superuser.query('begin');
  try {
    if (role !== 'superuser') await superuser.query(`set local role ${role}`);
    const { rowCount } = await superuser.query(statement);
    return `${rowCount ?? 0} rows`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await superuser.query('rollback');
  }
}

async function firstColumn(table: string): Promise<string> {
  const { rows } = await superuser.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and attidentity <> 'a' and attgenerated = '' order by attnum limit 1`,
    [table],
  );
  return rows[0]?.name ?? '';
}

async function expectRefused(table: string, statement: string) {
  for (const role of roles) {
    const ended = await outcome(role, statement);
    // The owner of the tables sees no row of them, so it may find nothing to change; it is no login.
    const fine = ended === '42501' || (role === 'ourshiksha_owner' && ended === '0 rows');
    expect({ table, role, statement, ended, fine }).toMatchObject({ fine: true });
  }
}

describe('a record', () => {
  it('is there, in every table tried below', async () => {
    for (const table of [...writtenOnce, ...kept]) {
      const { rows } = await superuser.query(`select count(*)::int > 0 as there from ${table}`);
      expect([table, rows[0]?.there]).toEqual([table, true]);
    }
  });

  it.each(writtenOnce)('in %s is not changed by anybody, a superuser included', async (table) => {
    const column = await firstColumn(table);
    await expectRefused(table, `update ${table} set ${column} = ${column}`);
  });

  it.each([...writtenOnce, ...kept])('in %s is not deleted by anybody', async (table) => {
    await expectRefused(table, `delete from ${table}`);
    await expectRefused(table, `truncate ${table} cascade`);
  });

  it('is of a kind that this test knows, or the test must learn it', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('live', 'keys', 'activity', 'audit', 'ai') and c.relkind in ('r', 'p')`,
    );
    // These have no row here: the fixture writes no notes and no steps, and labs of students come later.
    const empty = [
      'live.ai_notes',
      'live.project_steps',
      'activity.user_lab_progress',
      'activity.lab_code',
      'activity.lab_runs',
    ];
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [...writtenOnce, ...kept, ...empty, ...passing].sort(),
    );
    const { rows: guarded } = await superuser.query(
      `select tgrelid::regclass::text as name, count(*)::int as triggers from pg_trigger
       where tgrelid = any($1::regclass[]) and tgname in ('refuse_change', 'refuse_delete', 'refuse_truncate')
       group by 1 order by 1`,
      [empty],
    );
    expect(guarded).toEqual([...empty].sort().map((name) => ({ name, triggers: 2 })));
  });

  it('of a submitted attempt is not changed, not even by a superuser', async () => {
    expect(await outcome('superuser', 'update activity.user_test_attempts set score = 0')).toBe(
      '42501',
    );
    expect(await outcome('referee', 'update activity.user_test_attempts set score = 0')).toBe(
      '42501',
    );
  });
});

describe('a version', () => {
  it('takes no further row once it is current, nor one of a version further on', async () => {
    const add = (version: number) =>
      `insert into live.course_contents (id, version, name, level, certificate_type)
       values (${course.id}, ${version}, 'Late', 'beginner', 'completion')`;
    expect(await outcome('guru', add(3))).toBe('42501');
    expect(await outcome('guru', add(2))).toBe('1 rows');
    const module = `insert into live.modules (id, version, course_id, title, order_index)
      select id, 1, course_id, 'Late', 9 from live.nodes where kind = 'test'`;
    expect(await outcome('guru', module)).toBe('42501');
    expect(await outcome('superuser', module)).toBe('42501');
  });

  it('becomes current only when it was written, one after the other', async () => {
    for (const version of [0, 2, 7])
      expect(await outcome('guru', `update live.courses set version = ${version}`)).toBe('42501');
  });

  it('keeps the time of its publishing: it is the database’s, whatever a statement says', async () => {
    await superuser.query('begin');
    await superuser.query('set local role guru');
    await superuser.query(
      `update live.courses set published_at = '2001-01-01', updated_at = '2001-01-01'`,
    );
    const { rows } = await superuser.query(
      `select published_at > now() - interval '1 hour' as recent, updated_at > now() - interval '1 hour' as touched
       from live.courses`,
    );
    await superuser.query('rollback');
    expect(rows).toEqual([{ recent: true, touched: true }]);
  });
});

describe('an old version', () => {
  const takeOut = (version: number) => `select live.take_out_version(${course.id}, ${version})`;
  const attempt = async (role: string, statement: string) => {
    await superuser.query('savepoint before');
    await superuser.query(`set local role ${role}`);
    const ended = await superuser.query(statement).then(
      ({ rows }) => Object.values(rows[0] ?? {})[0],
      (error: { message: string; code: string }) =>
        error.code === '42501' ? error.code : error.message,
    );
    await superuser.query('rollback to savepoint before');
    return ended;
  };
  /** Version 2, which nobody uses, with 3 after it; its snapshot is a sound one. */
  async function inHistory(work: () => Promise<void>) {
    await superuser.query('begin');
    try {
      await insertNextVersion(nested(), course, 2);
      await insertNextVersion(nested(), course, 3);
      await superuser.query("set local session_replication_role = 'replica'");
      await superuser.query(
        `update live.course_versions set checksum = encode(sha256(convert_to(snapshot::text, 'UTF8')), 'hex')`,
      );
      await superuser.query("set local session_replication_role = 'origin'");
      await work();
    } finally {
      await superuser.query('rollback');
    }
  }
  /** The fixture's own begin and commit stay inside the test's transaction, which is taken back. */
  const nested = (): Client =>
    new Proxy(superuser, {
      get: (client, name) =>
        name === 'query'
          ? (text: string, values?: unknown[]) =>
              ['begin', 'commit'].includes(text) ? undefined : client.query(text, values)
          : Reflect.get(client, name),
    });

  it('that nobody uses is taken out with its answers; its snapshot stays', () =>
    inHistory(async () => {
      const before = await superuser.query(
        'select version, row_count, bytes > 0 as sized from live.unused_versions($1)',
        [course.id],
      );
      expect(before.rows).toEqual([{ version: 2, row_count: '21', sized: true }]);
      await superuser.query('set local role guru');
      const { rows } = await superuser.query(takeOut(2));
      expect(rows).toEqual([{ take_out_version: '21' }]);
      await superuser.query('reset role');
      const left = await superuser.query(
        `select (select count(*)::int from live.lessons where version = 2) as lessons,
          (select count(*)::int from keys.question_keys where version = 2) as answers,
          (select count(*)::int from live.course_versions where version = 2) as snapshots`,
      );
      expect(left.rows).toEqual([{ lessons: 0, answers: 0, snapshots: 1 }]);
    }));

  it('is not taken out while it is current, used, gone already, or without a sound snapshot', () =>
    inHistory(async () => {
      expect(await attempt('guru', takeOut(3))).toBe('version.is-current');
      expect(await attempt('guru', takeOut(1))).toBe('version.in-use');
      expect(await attempt('guru', takeOut(9))).toBe('version.not-in-live');
      await superuser.query("set local session_replication_role = 'replica'");
      await superuser.query(`update live.course_versions set checksum = repeat('0', 64)`);
      await superuser.query("set local session_replication_role = 'origin'");
      expect(await attempt('guru', takeOut(2))).toBe('version.no-snapshot');
    }));

  it('is taken out by nobody but through that function, and by no student', () =>
    inHistory(async () => {
      for (const role of ['shishya', 'shishya_login', 'referee'])
        expect(await attempt(role, takeOut(2))).toBe('42501');
      const byHand = 'delete from live.project_steps where version = 2';
      const lessons = 'delete from live.lessons where version = 2';
      for (const role of ['guru', 'shishya', 'referee', 'postgres'])
        expect([role, await attempt(role, lessons)]).toEqual([role, '42501']);
      expect(await attempt('guru', byHand)).toBe('42501');
    }));

  it('is put back only where a snapshot stands for it', () =>
    inHistory(async () => {
      const add = (version: number) =>
        `insert into live.course_contents (id, version, name, level, certificate_type)
        values (${course.id}, ${version}, 'Made up', 'beginner', 'completion')`;
      expect(await attempt('archivist', add(7))).toBe('42501');
      expect(await attempt('archivist', 'update live.lessons set title = title')).toBe('42501');
      expect(await attempt('archivist', 'delete from live.course_versions')).toBe('42501');
    }));
});
