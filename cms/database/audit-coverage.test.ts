import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signInAdministrator, signInEditor } from '../../scripts/testing/admin.ts';
import { send, signUp } from '../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../scripts/testing/system.ts';

let system: TestSystem;
let superuser: Client;
let administrator: string;
beforeAll(async () => {
  system = await startTestSystem();
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
});
afterAll(async () => {
  await superuser?.end();
  await system?.stop();
});

const version =
  'its rows are written once, and the line of course_versions has the checksum of all';
const look = 'says how the admin shows something, not what anybody may do';
const unused = 'belongs to a part of Strapi that needs a licence and is off';
/** The tables the log is told nothing of, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'live.nodes': version,
  'live.modules': version,
  'live.lessons': version,
  'live.ai_notes': version,
  'live.tests': version,
  'live.questions': version,
  'live.practice_labs': version,
  'live.projects': version,
  'live.project_steps': version,
  'live.certificates': version,
  'keys.question_keys': 'answers must not be in the log; the checksum of the version covers them',
  'keys.lab_keys': 'answers must not be in the log; the checksum of the version covers them',
  'activity.attempt_answers': 'saved at every keystroke; what counted in the end is in the attempt',
  'activity.lab_code': 'saved while typing; what was judged is in its run',
  'activity.idempotency_keys': 'goes away after 48 hours; what the write did has lines of its own',
  'activity.certificate_secrets': 'a secret; the certificate it opens has a line',
  'activity.certificate_numbers': 'the last number given; each stands in its certificate’s line',
  'activity.certificates_due': 'goes away when the certificate is issued, which has a line',
  'activity.void_certificate_numbers': 'what voided them has one line, with their range',
  'activity.sessions': 'signing in and out has lines of its own',
  'activity.sign_in_limits': 'counts failed logins, which have lines of their own',
  'activity.number_lookups': 'counts look-ups, which change nothing',
  'activity.papers_to_draw': 'says what is to be drawn; the file that comes of it has a line',
  'activity.certificate_batch_items':
    'says what is to be issued; the batch and each certificate have lines',
  'activity.account_tokens': 'digests of links; what is done with one has a line',
  'ai.steps': 'changes with every few words that come; the job has lines, and what is accepted',
  'ai.requests': 'is a record of its own, added to by functions and never changed once settled',
  'ai.proposals': 'changes nothing; what is accepted has a line for each field in ai.provenance',
  'ai.passages': 'pieces of a source, which has a line with its checksum',
  'audit.log': 'is the log',
  'audit.seals': 'each seal names the one before and is exported',
  'audit.checkpoint_folders': 'says how the copies of the checkpoints stand at this moment',
  'audit.verifications': 'says what a look at the log found; changes nothing',
  'audit.personal_values': 'is part of the lines themselves, which hold its digest',
  'audit.origins': 'is part of the lines themselves, which hold its digest',
  'cms.strapi_sessions': 'signing in and out has lines of its own',
  'cms.files_folder_lnk': look,
  'cms.files_related_mph': 'drafts; what is published has a line',
  'cms.upload_folders': look,
  'cms.upload_folders_parent_lnk': look,
  'cms.text_facts': 'what the checks know of a text, computed again when it is missing',
  'cms.i18n_locale': 'there is one language of content',
  'cms.strapi_database_schema': 'what Strapi knows of its tables',
  'cms.strapi_migrations': 'what Strapi knows of its tables',
  'cms.strapi_migrations_internal': 'what Strapi knows of its tables',
  'cms.strapi_ai_localization_jobs': unused,
  'cms.strapi_ai_metadata_jobs': unused,
  'cms.strapi_history_versions': unused,
  'cms.strapi_release_actions': unused,
  'cms.strapi_release_actions_release_lnk': unused,
  'cms.strapi_releases': unused,
  'cms.strapi_workflows': unused,
  'cms.strapi_workflows_stage_required_to_publish_lnk': unused,
  'cms.strapi_workflows_stages': unused,
  'cms.strapi_workflows_stages_permissions_lnk': unused,
  'cms.strapi_workflows_stages_workflow_lnk': unused,
};

const tables = async (condition: string): Promise<string[]> =>
  (
    await superuser.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname in ('live', 'keys', 'activity', 'audit', 'ai', 'cms')
         and c.relname !~ '^draft_' and ${condition}
       order by 1`,
    )
  ).rows.map(({ name }) => name);
const hasTrigger = `exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  join pg_namespace s on s.oid = p.pronamespace where t.tgrelid = c.oid and s.nspname = 'audit')`;

describe('the log', () => {
  it('is told of every table, or it stands here why not', async () => {
    const silent = await tables(`not ${hasTrigger}`);
    expect(silent.filter((name) => exceptions[name] === undefined)).toEqual([]);
  });

  it('is told of what comes, changes and goes, where nothing forbids it', async () => {
    const { rows } = await superuser.query<{ name: string; missing: string }>(
      `select n.nspname || '.' || c.relname as name, word as missing
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       -- As pg_trigger.tgtype has them.
       cross join (values ('insert', 4), ('delete', 8), ('update', 16)) ways (word, bit)
       where c.relkind = 'r' and n.nspname in ('live', 'activity', 'audit', 'ai', 'cms')
         and ${hasTrigger}
         and not exists (
           select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
           where t.tgrelid = c.oid and t.tgtype & bit > 0 and t.tgenabled = 'O'
             and (p.pronamespace = 'audit'::regnamespace or p.proname = 'refuse_change'))
       order by 1, 2`,
    );
    // The course's pointer and a student's log line come in by triggers with a condition of their own;
    // a restore of drafts is put down anew, never changed.
    expect(rows).toEqual([{ name: 'live.draft_restores', missing: 'update' }]);
  });

  it('hides every column whose name says that it is a secret', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select n.nspname || '.' || c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where a.attnum > 0 and not a.attisdropped and ${hasTrigger}
         and a.attname ~ 'password|token|secret|credential|otp|salt|_key$|storage_url'
         and not a.attname = any(audit.secret_columns())`,
    );
    const harmless = [
      // Those a model reads and writes.
      'ai.jobs.estimate_input_tokens',
      'ai.jobs.estimate_output_tokens',
      'ai.provenance.input_tokens',
      'ai.provenance.output_tokens',
      'ai.settings.editor_month_tokens',
      'ai.settings.job_tokens',
      'ai.settings.month_tokens',
      'activity.user_project_submissions.submission_key',
      'cms.admin_permissions_api_token_lnk.api_token_id',
      'cms.admin_users.reset_password_token_expires_at',
      'cms.strapi_api_token_permissions_token_lnk.api_token_id',
      'cms.strapi_api_token_permissions_token_lnk.api_token_permission_id',
      'cms.strapi_api_token_permissions_token_lnk.api_token_permission_ord',
      'cms.strapi_api_tokens_admin_user_owner_lnk.api_token_id',
      'cms.strapi_api_tokens_admin_user_owner_lnk.api_token_ord',
      'cms.strapi_transfer_token_permissions_token_lnk.transfer_token_id',
      'cms.strapi_transfer_token_permissions_token_lnk.transfer_token_permission_id',
      'cms.strapi_transfer_token_permissions_token_lnk.transfer_token_permission_ord',
    ];
    expect(rows.map(({ name }) => name).filter((name) => !harmless.includes(name))).toEqual([]);
  });
});

interface Line {
  readonly action: string;
  readonly subject: string;
  readonly subject_id: string | null;
  readonly admin_id: string | null;
  readonly user_id: string | null;
  readonly ip_address: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly details: Record<string, unknown> | null;
}
let last = 0;
/** What is read below came after this. */
const mark = async () => {
  const { rows } = await superuser.query<{ id: string }>('select max(id) as id from audit.log');
  last = Number(rows[0]?.id ?? 0);
};
beforeEach(mark);
const lines = async (condition: string): Promise<Line[]> =>
  (
    await superuser.query<Line>(
      `select * from audit.readable where id > ${last} and ${condition} order by id`,
    )
  ).rows;
/** Lines that nobody waited for come in a moment. */
const linesSoon = (condition: string, count = 1): Promise<Line[]> =>
  vi.waitFor(
    async () => {
      const found = await lines(condition);
      expect(found.length).toBeGreaterThanOrEqual(count);
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );
const idOf = async (email: string): Promise<string> =>
  (await superuser.query('select id::text from cms.admin_users where email = $1', [email])).rows[0]
    .id;

describe('who acts', () => {
  it('is right for two administrators at once, in Strapi’s pages and in ours, and in nobody else’s name', async () => {
    const registrar = await signInEditor(system.cmsUrl, administrator, 'registrar', [
      'plugin::records.students.read',
      'plugin::records.students.suspend',
    ]);
    const [first, second] = [
      await idOf(system.credentials.administrator.email),
      await idOf('registrar@school.example'),
    ];
    const student = await signUp(system, 'Asha Rao');
    const { rows } = await superuser.query(
      'select id from activity.shishya_users where email = $1',
      [student.email],
    );
    const { id } = rows[0];
    const role = await superuser.query(`select id from cms.admin_roles where name = 'registrar'`);
    await mark();
    const asked = Array.from({ length: 8 }, (_, at) => [
      send(system, 'PUT', '/admin/users/me', {
        token: administrator,
        body: { firstname: `First ${at}` },
      }),
      send(system, 'PUT', '/admin/users/me', {
        token: registrar,
        body: { firstname: `Second ${at}` },
      }),
      send(system, 'PUT', `/admin/roles/${role.rows[0].id}`, {
        token: administrator,
        body: { name: 'registrar', description: `Registrar ${at}` },
      }),
      send(system, 'POST', '/api/account/register', {
        body: {
          email: `new${at}@school.example`,
          name: 'New',
          password: 'long-enough-for-us',
        },
      }),
    ]);
    // One after the other: of several who write the same rows some would be sent away.
    const suspensions = async () => {
      for (const way of ['suspend', 'reinstate', 'suspend', 'reinstate'])
        await send(system, 'POST', `/records/students/${id}/${way}`, {
          token: registrar,
          body: { reason: 'A test of the log.' },
        });
    };
    await Promise.all([suspensions(), ...asked.flat()]);

    const own = await lines(`subject = 'cms.admin_users' and action = 'update'`);
    expect(own.length).toBeGreaterThanOrEqual(4);
    for (const { admin_id, subject_id } of own) expect(admin_id).toBe(subject_id);
    const described = await lines(
      `subject = 'cms.admin_roles' and action = 'update' and before ->> 'description' <> after ->> 'description'`,
    );
    expect(described.length).toBeGreaterThan(0);
    for (const { admin_id } of described) expect(admin_id).toBe(first);
    const states = await lines(
      `subject = 'activity.shishya_users' and action = 'update' and before ->> 'status' <> after ->> 'status'`,
    );
    expect(states.length).toBeGreaterThan(0);
    for (const { admin_id } of states) expect(admin_id).toBe(second);
    const made = await lines(`subject = 'cms.up_users' and action = 'insert'`);
    expect(made.length).toBeGreaterThanOrEqual(4);
    for (const { admin_id, ip_address } of made)
      expect({ admin_id, ip_address }).toEqual({ admin_id: null, ip_address: '127.0.0.1' });
  });

  it('is named with the API token that was made, and a token itself is never in the log', async () => {
    const made = await send(system, 'POST', '/admin/api-tokens', {
      token: administrator,
      body: { name: 'Reports', description: '', type: 'full-access', lifespan: null },
    });
    const { accessKey } = (JSON.parse(made.text) as { data: { accessKey: string } }).data;
    expect(accessKey.length).toBeGreaterThan(30);
    await send(system, 'GET', '/api/users', { token: accessKey });
    const [token] = await linesSoon(`subject = 'cms.strapi_api_tokens'`);
    expect(token).toMatchObject({ action: 'insert', ip_address: '127.0.0.1' });
    const all = await lines('true');
    expect(JSON.stringify(all)).not.toContain(accessKey);
  });
});

describe('an event', () => {
  const signIn = (email: string, password: string) =>
    send(system, 'POST', '/admin/login', { body: { email, password } });

  it('is every sign-in and sign-out of an administrator, with the address tried and no password', async () => {
    const { email, password } = system.credentials.administrator;
    const id = await idOf(email);
    await signIn(email, 'not-the-password');
    const { token } = (
      JSON.parse((await signIn(email, password)).text) as { data: { token: string } }
    ).data;
    await send(system, 'POST', '/admin/logout', { token, body: { deviceId: 'another' } });
    await signIn('my-secret-password', 'x');

    const events = await linesSoon(`action ~ '^log'`, 4);
    const by = (action: string) => events.filter((event) => event.action === action);
    expect(by('login.succeeded')).toMatchObject([
      { subject_id: id, admin_id: id, ip_address: '127.0.0.1' },
    ]);
    expect(by('logout')).toMatchObject([{ subject_id: id, admin_id: id }]);
    expect(
      by('login.failed')
        .map(({ details }) => details?.email)
        .sort(),
    ).toEqual(['(no address)', email]);
    expect(JSON.stringify(events)).not.toMatch(/not-the-password|my-secret-password/);
  });

  it('is a limit that was reached', async () => {
    for (let at = 0; at < 7; at += 1) await signIn('guess@school.example', `${at}`);
    const [limited] = await linesSoon(`action = 'login.limited'`);
    expect(limited?.details).toMatchObject({ email: 'guess@school.example', status: 429 });
  });

  it('is every refusal: without a sign-in, without the right, and of what is somebody else’s', async () => {
    const token = await signInEditor(system.cmsUrl, administrator, 'stranger', []);
    const student = await signUp(system);
    const asked = [
      ['GET', '/admin/users', undefined, 401],
      ['GET', '/admin/users?filters[email]=secret', token, 403],
      ['GET', '/records/students', token, 403],
      ['GET', '/api/attempts/4711', student.token, 404],
      ['GET', '/api/student', 'forged.token.here', 401],
    ] as const;
    for (const [method, door, as, status] of asked)
      expect([door, (await send(system, method, door, { token: as })).status]).toEqual([
        door,
        status,
      ]);
    const refused = await linesSoon(`action = 'request.refused'`, asked.length);
    expect(refused.map(({ subject, details }) => `${subject} ${details?.status}`).sort()).toEqual(
      [
        'GET /admin/users 401',
        'GET /admin/users 403',
        'GET /api/attempts/:attempt_id 404',
        'GET /api/student 401',
        'GET /records/students 403',
      ].sort(),
    );
    const own = await idOf('stranger@school.example');
    expect(refused.find(({ subject }) => subject.includes('records'))).toMatchObject({
      admin_id: own,
    });
    expect(refused.find(({ subject }) => subject.includes('attempts'))?.user_id).toMatch(/^\d+$/);
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it('that is repeated without end has few lines', async () => {
    const door = '/admin/roles';
    await Promise.all(Array.from({ length: 50 }, () => send(system, 'GET', door)));
    await linesSoon(`subject = 'GET ${door}'`);
    await send(system, 'GET', '/admin/webhooks');
    await linesSoon(`subject = 'GET /admin/webhooks'`);
    // A line of its own has the first of each minute, and a minute may end among the fifty.
    const own = await lines(`subject = 'GET ${door}' and not coalesce(details ? 'again', false)`);
    expect(own.length).toBeLessThanOrEqual(2);
  });
});

it('the server’s own log has no token that an address held, nor a line somebody else wrote', async () => {
  await send(system, 'GET', '/admin/registration-info?registrationToken=secret-of-a-letter');
  await send(system, 'GET', '/api/no%0d%0asuch?%1b[31m=red');
  await expect.poll(() => system.cmsLog()).toContain('/api/no%0d%0asuch');
  expect(system.cmsLog()).toContain('GET /admin/registration-info?registrationToken (');
  expect(system.cmsLog()).not.toMatch(/secret-of-a-letter|\[31m=red/);
});
