import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertLiveCourse, secret } from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { startTestSystem, type TestSystem } from '../../scripts/testing/system.ts';
import { tree } from '../src/plugins/publisher/server/tree';
import { withClient } from './roles';

/** With the cms beside it, so that Strapi's own tables are there too. */
let system: TestSystem;
let superuser: Client;
let students: Students;
const user = 900_001;
beforeAll(async () => {
  system = await startTestSystem();
  students = studentsOf(system.database);
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
  const course = await withClient(system.database.guru, (guru) => insertLiveCourse(guru));
  await students.add(user);
  await students.rows(user, 'select activity.enroll($1)', [course.id]);
});
afterAll(async () => {
  await superuser?.end();
  await students?.end();
  await system?.stop();
});

const applicationRoles = [
  'guru',
  'shishya',
  'shishya_login',
  'referee',
  'eraser',
  'ai_reader',
  'ourshiksha_owner',
];
const names = async (statement: string, parameters: unknown[] = []): Promise<string[]> =>
  (await superuser.query<{ name: string }>(statement, parameters)).rows.map(({ name }) => name);
const tablesOf = (schema: string, kinds = ['r', 'p']) =>
  names(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = any($2::"char"[]) order by 1`,
    [schema, kinds],
  );

/** How the database answers a student who tries; undefined is success. */
const tried = async (statement: string): Promise<string | undefined> => {
  try {
    await students.rows(user, statement);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('as shishya', () => {
  it('every table of the drafts, of Strapi and of the job queue is closed', async () => {
    const tables = [
      ...(await tablesOf('cms', ['r', 'p', 'v', 'm'])),
      // The job queue's too: a job may hold a mail.
      ...(await tablesOf('jobs', ['r', 'p', 'v', 'm'])),
    ];
    expect(tables).toContain('jobs.job');
    for (const { draftTable } of tree) expect(tables).toContain(`cms.${draftTable}`);
    for (const table of tables) {
      for (const statement of [
        `select from ${table}`,
        `select from live.courses where exists (select from ${table})`,
        `delete from ${table}`,
        `insert into ${table} default values`,
      ])
        expect([statement, await tried(statement)]).toEqual([statement, '42501']);
    }
  });

  it('every key table is closed, in where and order by too', async () => {
    const tables = await tablesOf('keys');
    expect(tables).toEqual(['keys.lab_keys', 'keys.question_keys']);
    for (const table of tables) {
      for (const statement of [
        `select from ${table}`,
        `select count(*) from ${table}`,
        `select id from live.questions order by (select count(*) from ${table})`,
        `select id from live.questions where exists (select from ${table})`,
        `insert into ${table} default values`,
        `copy ${table} to stdout`,
      ])
        expect([statement, await tried(statement)]).toEqual([statement, '42501']);
    }
  });

  it('snapshots, history, the audit log and what a model is asked for are closed', async () => {
    for (const table of [
      'live.course_versions',
      'live.course_publish_history',
      'live.nodes',
      ...(await tablesOf('audit')),
      ...(await tablesOf('ai')),
    ])
      expect([table, await tried(`select from ${table}`)]).toEqual([table, '42501']);
  });

  it('no column that can be read is a hidden one', async () => {
    const readable = await names(
      `select format('%s.%s', c.oid::regclass, a.attname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where n.nspname in ('cms', 'live', 'keys', 'activity', 'audit', 'ai', 'public')
         and has_schema_privilege('shishya', n.oid, 'usage')
         and has_column_privilege('shishya', c.oid, a.attnum, 'select')`,
    );
    expect(readable).toContain('live.questions.question_text');
    expect(
      readable.filter((name) => /correct|explanation$|solution|hidden|snapshot/.test(name)),
    ).toEqual(['live.ai_notes.simplified_explanation']);
  });

  it('no row that can be read holds a secret of the keys', async () => {
    const readable = await names(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm') and has_schema_privilege('shishya', n.oid, 'usage')
         and n.nspname in ('cms', 'live', 'keys', 'activity', 'audit', 'ai', 'public')
         and has_table_privilege('shishya', c.oid, 'select')`,
    );
    expect(readable.length).toBeGreaterThan(15);
    for (const table of [...readable, 'pg_catalog.pg_stats']) {
      const rows = await students.rows<{ row: string }>(
        user,
        `select t::text as row from ${table} t`,
      );
      expect([table, rows.filter(({ row }) => row.includes(secret))]).toEqual([table, []]);
    }
  });

  it('no row of any table can be written, with or without a time or a student of one’s own', async () => {
    for (const schema of ['live', 'activity', 'audit', 'ai']) {
      for (const table of await tablesOf(schema)) {
        for (const statement of [
          `insert into ${table} default values`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ])
          expect([statement, await tried(statement)]).toEqual([statement, '42501']);
      }
    }
    for (const statement of [
      `insert into activity.course_enrollments (shishya_user_id, course_id, version, enrolled_at) values (1, 1, 1, '2001-01-01')`,
      `update activity.course_enrollments set enrolled_at = '2001-01-01'`,
      `update activity.course_enrollments set progress_percentage = 100`,
      `update activity.user_test_attempts set score = 100`,
      `update activity.shishya_users set status = 'active'`,
    ])
      expect([statement, await tried(statement)]).toEqual([statement, '42501']);
  });

  it('the functions that can be called take ids and answers, never a student, a score or a time', async () => {
    const callable = await names(
      `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('cms', 'live', 'keys', 'activity', 'audit', 'ai', 'public')
         and has_schema_privilege('shishya', n.oid, 'usage')
         and has_function_privilege('shishya', p.oid, 'execute')
         and p.prorettype <> 'trigger'::regtype order by 1`,
    );
    expect(callable).toEqual([
      // The cms's own measure of a file that was uploaded, and the school's limits.
      'activity.add_submission_file(integer,integer,text,text,bigint,text,integer,bigint)',
      // Being forgotten: the cms has asked for the password before.
      // The network whose look-ups of numbers are counted, as the cms sees it.
      'activity.admit_lookup(text)',
      'activity.ask_for_erasure(boolean)',
      'activity.attempt_questions(integer)',
      'activity.attempt_results(integer)',
      'activity.begin_export()',
      'activity.begin_once(text,jsonb)',
      'activity.complete_lesson(integer,integer)',
      // For whoever has the secret; the keys are public.
      'activity.credential_by_secret(text)',
      'activity.declare_lab_done(integer,integer)',
      // One's own session, and all but the one that asks.
      'activity.end_my_other_sessions()',
      'activity.end_my_session(integer)',
      'activity.end_once(text,json)',
      'activity.enroll(integer)',
      // Who asks, and whether their session was ended meanwhile.
      'activity.enter()',
      'activity.erasure_delay()',
      'activity.issue_certificate(integer)',
      'activity.issuer_key_history()',
      'activity.keep_place(integer,text,integer)',
      'activity.lab_hints(integer,integer)',
      'activity.lab_solution(integer,integer)',
      'activity.me()',
      'activity.move_to_current(integer)',
      'activity.my_allowance(integer,integer)',
      'activity.my_certificate_state(integer)',
      'activity.my_certificates(integer)',
      'activity.my_eligibility(integer)',
      'activity.my_steps(integer)',
      'activity.record_activity(integer,integer,integer,jsonb,integer,boolean)',
      'activity.remove_submission_file(integer)',
      'activity.reveal_hint(integer,integer,integer)',
      'activity.save_answers(integer,bigint,jsonb)',
      'activity.save_lab_code(integer,integer,text)',
      'activity.start_attempt(integer,integer)',
      'activity.start_lab_run(integer,integer,text)',
      'activity.submit_attempt(integer,jsonb)',
      'activity.submit_project(integer,integer,text,text,text)',
      // Certificates by what a visitor has of them: a number, a secret, the hash of a file.
      'activity.verify_by_file(text)',
      'activity.verify_by_number(text)',
      'activity.verify_by_secret(text)',
      'activity.verify_marksheet(text)',
      'activity.version_changes(integer)',
      'activity.withdraw_erasure()',
      'live.lab_hidden_test_count(integer,integer)',
      'live.lab_hint_count(integer,integer)',
      'live.lab_is_verifiable(integer,integer)',
      'live.lab_runtime(text)',
      'live.question_count(integer,integer)',
    ]);
  });
});

describe('every table of live, keys, activity, audit and ai', () => {
  it('has row-level security, enabled and forced', async () => {
    const open = await names(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('live', 'keys', 'activity', 'audit', 'ai') and c.relkind in ('r', 'p')
         and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  it('is owned by the owner, who is nobody’s login, and its views look with the asker’s eyes', async () => {
    const others = await names(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('live', 'keys', 'activity', 'audit', 'ai') and c.relkind in ('r', 'p', 'v', 'm')
         and (c.relowner::regrole::text <> 'ourshiksha_owner'
           or (c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false)))`,
    );
    expect(others).toEqual([]);
  });

  it('is closed to everybody’s role PUBLIC', async () => {
    const open = await names(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace,
         aclexplode(c.relacl) a
       where n.nspname in ('cms', 'live', 'keys', 'activity', 'audit', 'ai') and a.grantee = 0
       union select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('live', 'keys', 'activity', 'audit', 'ai')
         and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0))`,
    );
    expect(open).toEqual([]);
  });
});

describe('the application’s roles', () => {
  it('are no superusers, bypass no row-level security and own no table outside their schema', async () => {
    const { rows } = await superuser.query(
      `select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)`,
      [applicationRoles],
    );
    expect(rows).toEqual([]);
    const owned = await names(
      `select c.oid::regclass::text || ' ' || c.relowner::regrole as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relowner::regrole::text in ('shishya', 'shishya_login', 'referee', 'ai_reader')
         or (c.relowner::regrole::text = 'guru' and n.nspname not in ('cms', 'jobs', 'pg_toast'))`,
    );
    expect(owned).toEqual([]);
  });

  it('may log in only as guru and as shishya_login, which is a member of shishya alone', async () => {
    expect(
      await names(
        `select rolname as name from pg_roles where rolcanlogin and rolname = any($1) order by 1`,
        [applicationRoles],
      ),
    ).toEqual(['guru', 'shishya_login']);
    expect(
      await names(
        `select m.roleid::regrole::text as name from pg_auth_members m
         where m.member::regrole::text in ('guru', 'shishya', 'shishya_login', 'referee', 'ai_reader', 'ourshiksha_owner')
         order by 1`,
      ),
    ).toEqual(['ai_reader', 'shishya']);
  });

  it('see no answers as guru either: guru writes the keys and cannot read them back', async () => {
    const tables = await tablesOf('keys');
    await withClient(system.database.guru, async (guru) => {
      for (const table of tables)
        await expect(guru.query(`select from ${table}`)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('let nobody write what students do, except through the functions', async () => {
    const tables = await tablesOf('activity');
    await withClient(system.database.guru, async (guru) => {
      for (const table of tables) {
        for (const statement of [
          `insert into ${table} default values`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ])
          await expect(guru.query(statement), statement).rejects.toMatchObject({ code: '42501' });
      }
    });
  });
});
