import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { ownTypes } from '../src/lib/types';

let database: TestDatabase;
let superuser: Client;
let guru: Client;
beforeAll(async () => {
  database = await createDatabase();
  superuser = new Client({ connectionString: database.admin, types: ownTypes });
  guru = new Client({ connectionString: database.guru, types: ownTypes });
  await Promise.all([superuser.connect(), guru.connect()]);
});
afterAll(async () => {
  await Promise.all([superuser?.end(), guru?.end()]);
  await database?.drop();
});

const value = async <Value>(statement: string, ...parameters: unknown[]): Promise<Value> => {
  const { rows } = await guru.query(statement, parameters);
  return Object.values(rows[0] ?? {})[0] as Value;
};
/** How a statement of guru's ends that is to be refused. */
const refusal = (statement: string, ...parameters: unknown[]): Promise<string> =>
  guru.query(statement, parameters).then(
    () => 'done',
    (error: { code: string; message: string }) =>
      error.code === '42501' ? error.code : `${error.code} ${error.message}`,
  );

let people = 0;
/** Somebody nobody else is, so that a test's ceilings are its own. */
const someone = () => {
  people += 1;
  return people;
};
async function startJob(editor = someone(), steps = 1): Promise<{ job: number; steps: number[] }> {
  const job = await value<number>(
    `insert into ai.jobs (course, command, target_kind, target_document_id, title, started_by, started_by_name)
     values ('course', 'notes', 'lesson', 'lesson', 'Notes', $1, 'Asha') returning id`,
    editor,
  );
  const { rows } = await guru.query<{ id: number }>(
    `insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, title, state)
     select $1, 'step-' || n, n, 'notes', 'lesson', 'lesson', 'Notes', 'running' from generate_series(1, $2) n
     returning id`,
    [job, steps],
  );
  return { job, steps: rows.map(({ id }) => id) };
}
const prompt = { name: 'notes', version: 1, sha256: 'a'.repeat(64) };
const reserve = (step: number | undefined, tokens: number, money: number | null = null) =>
  value<number>(`select ai.reserve($1, 'a-model', $2, $3, 0, $4)`, step, prompt, tokens, money);
const refusedReservation = (
  step: number | undefined,
  tokens: number,
  money: number | null = null,
) => refusal(`select ai.reserve($1, 'a-model', $2, $3, 0, $4)`, step, prompt, tokens, money);
const standard = {
  job_tokens: 2_000_000,
  job_microdollars: 5_000_000,
  editor_month_tokens: 5_000_000,
  editor_month_microdollars: 20_000_000,
  month_tokens: 20_000_000,
  month_microdollars: 100_000_000,
};
/** The model said no to a request, which costs nothing. */
const refused = (request: number) =>
  value<boolean>('select ai.settle($1, 0, 0, null, 20, $2)', request, 'ai.busy');
/** The ceilings of the first day, but for these. */
const ceilings = (changed: Partial<Record<keyof typeof standard, number | null>> = {}) => {
  const all = { ...standard, ...changed };
  const columns = Object.keys(all);
  return guru.query(
    `update ai.settings set ${columns.map((name, n) => `${name} = $${n + 1}`).join(', ')}`,
    Object.values(all),
  );
};
const counted = (job: number) =>
  value<number>('select sum(counted_tokens)::bigint from ai.requests where job_id = $1', job);

describe('ceilings', () => {
  it('are on from the first day', async () => {
    const { rows } = await guru.query('select * from ai.settings');
    expect(rows).toEqual([
      {
        id: 1,
        job_tokens: 2_000_000,
        job_microdollars: 5_000_000,
        editor_month_tokens: 5_000_000,
        editor_month_microdollars: 20_000_000,
        month_tokens: 20_000_000,
        month_microdollars: 100_000_000,
        requires_review: false,
      },
    ]);
  });

  it('are not gone over by twenty reservations at once', async () => {
    await ceilings({ job_tokens: 700 });
    const { job, steps } = await startJob(someone(), 20);
    const clients = await Promise.all(
      steps.map(async () => {
        const client = new Client({ connectionString: database.guru });
        await client.connect();
        return client;
      }),
    );
    const ends = await Promise.all(
      clients.map((client, n) =>
        client.query(`select ai.reserve($1, 'm', '{}', 60, 40, null)`, [steps[n]]).then(
          () => 'reserved',
          (error: { code: string; message: string }) => `${error.code} ${error.message}`,
        ),
      ),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(ends.filter((end) => end === 'reserved')).toHaveLength(7);
    expect(ends.filter((end) => end === 'OS402 ai.ceiling-job')).toHaveLength(13);
    expect(await counted(job)).toBe(700);
    await ceilings();
  });

  it('hold for a job, for an editor in a month and for the month, in tokens and in money', async () => {
    const editor = someone();
    const [first, second] = [await startJob(editor), await startJob(editor)];
    await ceilings({ job_tokens: 100, editor_month_tokens: 150 });
    expect(await refusedReservation(first.steps[0], 101)).toBe('OS402 ai.ceiling-job');
    await reserve(first.steps[0], 100);
    expect(await refusedReservation(second.steps[0], 51)).toBe('OS402 ai.ceiling-editor');
    await reserve(second.steps[0], 50);
    const other = await startJob();
    const all = await value<number>('select sum(counted_tokens)::bigint from ai.requests');
    await ceilings({ month_tokens: all + 10 });
    expect(await refusedReservation(other.steps[0], 11)).toBe('OS402 ai.ceiling-month');
    await reserve(other.steps[0], 10);

    await ceilings({ job_microdollars: 500, month_microdollars: null });
    const paid = await startJob();
    expect(await refusedReservation(paid.steps[0], 1, 501)).toBe('OS402 ai.ceiling-job');
    // Without a price there is no money to count.
    await reserve(paid.steps[0], 1, null);
    await reserve(paid.steps[0], 1, 500);
    expect(await refusedReservation(paid.steps[0], 1, 1)).toBe('OS402 ai.ceiling-job');
    await ceilings();
  });

  it('of another month are not this month’s', async () => {
    const editor = someone();
    const { steps } = await startJob(editor);
    await ceilings({ job_tokens: null });
    await superuser.query(
      `insert into ai.requests (step_id, job_id, command, editor_id, editor_name, month, model, prompt, reserved_tokens)
       select id, (select min(id) from ai.jobs), 'notes', $2, 'Asha', '2020-01-01', 'm', '{}', 4999999 from ai.steps where id = $1`,
      [steps[0], editor],
    );
    expect(await value('select ai.over($1, 5000000, null)', editor)).toBeNull();
    expect(await value('select ai.over($1, 5000001, null)', editor)).toBe('editor');
    await ceilings();
  });

  it('that are taken away do not hold', async () => {
    await ceilings({ job_tokens: null, editor_month_tokens: null, month_tokens: null });
    const { steps } = await startJob();
    const request = await reserve(steps[0], 2_000_000_000);
    expect(await refused(request)).toBe(true);
    await ceilings();
  });

  it('say beforehand which one an estimate would go over', async () => {
    const { job } = await startJob();
    const editor = someone();
    const over = (tokens: number, money: number | null = null) =>
      value('select ai.over($1, $2, $3, $4)', editor, tokens, money, job);
    expect(await over(2_000_000, 5_000_000)).toBeNull();
    expect(await over(2_000_001)).toBe('job');
    expect(await over(1, 5_000_001)).toBe('job');
    await ceilings({ job_tokens: null });
    expect(await over(5_000_001)).toBe('editor');
    await ceilings();
  });

  it('are asked for at READ COMMITTED only, where what others reserved is seen', async () => {
    const { steps } = await startJob();
    await guru.query('begin isolation level repeatable read');
    expect(await refusedReservation(steps[0], 1)).toMatch(/^25001 /);
    await guru.query('rollback');
  });
});

describe('a request', () => {
  it('is settled once, with what it did cost, also where that is more than was reserved', async () => {
    const { job, steps } = await startJob();
    const request = await reserve(steps[0], 100, 50);
    expect(await value('select ai.settle($1, 90, 30, 60, 1200)', request)).toBe(true);
    expect(await value('select ai.settle($1, 1, 1, 1, 1)', request)).toBe(false);
    expect(await value('select ai.abandon_request($1)', request)).toBe(false);
    expect(await value('select ai.abandon($1)', steps[0])).toBe(0);
    const { rows } = await guru.query(
      `select state, failure, input_tokens, output_tokens, microdollars, milliseconds, counted_tokens,
         counted_microdollars, model, prompt, job_id, command, editor_name,
         month = date_trunc('month', now() at time zone 'UTC')::date as "isThisMonth"
       from ai.requests where id = $1`,
      [request],
    );
    expect(rows).toEqual([
      {
        state: 'settled',
        failure: null,
        input_tokens: 90,
        output_tokens: 30,
        microdollars: 60,
        milliseconds: 1200,
        counted_tokens: 120,
        counted_microdollars: 60,
        model: 'a-model',
        prompt,
        job_id: job,
        command: 'notes',
        editor_name: 'Asha',
        isThisMonth: true,
      },
    ]);
  });

  it('that was refused frees what was reserved; one that failed late keeps what it cost', async () => {
    const { job, steps } = await startJob();
    expect(await refused(await reserve(steps[0], 1000))).toBe(true);
    expect(await counted(job)).toBe(0);
    const late = await reserve(steps[0], 1000);
    await value('select ai.settle($1, 100, 7, null, 10, $2)', late, 'ai.model-away');
    expect(await counted(job)).toBe(107);
    expect(await value('select failure from ai.requests where id = $1', late)).toBe(
      'ai.model-away',
    );
  });

  it('nobody waits for any more counts as it was reserved, until its answer is known after all', async () => {
    const { job, steps } = await startJob();
    const [one, two] = [await reserve(steps[0], 300), await reserve(steps[0], 40)];
    expect(await value('select ai.abandon_request($1)', two)).toBe(true);
    expect(await value('select ai.abandon($1)', steps[0])).toBe(1);
    expect(await value('select state from ai.requests where id = $1', one)).toBe('unknown');
    expect(await counted(job)).toBe(340);
    await value('select ai.settle($1, 10, 10, null, 5)', one);
    expect(await counted(job)).toBe(60);
  });

  it('is made for a running step of a job that was not cancelled, and for no other', async () => {
    const { job, steps } = await startJob(someone(), 2);
    await guru.query(`update ai.steps set state = 'waiting' where id = $1`, [steps[1]]);
    expect(await refusedReservation(steps[1], 1)).toBe('OS409 ai.not-running');
    await guru.query(`update ai.jobs set state = 'cancelled' where id = $1`, [job]);
    expect(await refusedReservation(steps[0], 1)).toBe('OS409 ai.not-running');
    expect(await refusedReservation(-1, 1)).toBe('OS409 ai.not-running');
  });

  it('is written by the functions alone, as provenance is', async () => {
    const { steps } = await startJob();
    await reserve(steps[0], 1);
    for (const table of ['ai.requests', 'ai.provenance'])
      for (const statement of [
        `insert into ${table} default values`,
        `update ${table} set model = 'another'`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
        expect([statement, await refusal(statement)]).toEqual([statement, '42501']);
    // The functions' owner may say how one ended, and nothing else of it.
    await superuser.query('set role referee');
    const asReferee = (statement: string) =>
      superuser.query(statement).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    expect(await asReferee('update ai.requests set reserved_tokens = 0')).toBe('42501');
    expect(await asReferee(`update ai.requests set editor_id = 0 where state = 'reserved'`)).toBe(
      '42501',
    );
    await superuser.query('reset role');
  });
});

describe('whoever watches', () => {
  it('is told what changed, of which job', async () => {
    const heard: string[] = [];
    const listener = new Client({ connectionString: database.guru });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('listen ai');
    const { job, steps } = await startJob();
    await guru.query(`update ai.jobs set state = 'paused' where id = $1`, [job]);
    const proposed = await propose(steps[0]);
    await listener.query('select 1');
    await listener.end();
    expect(proposed).toEqual(expect.any(Number));
    expect(heard).toEqual([
      `${job} job running`,
      `${job} step ${steps[0]} running`,
      `${job} job paused`,
      `${job} proposals ${steps[0]}`,
    ]);
  });
});

const propose = (step: number | undefined) =>
  value<number>(
    `insert into ai.proposals (job_id, step_id, key, kind, fields, citations, model, prompt)
     select job_id, id, 'content', 'ai_note', '{}', '[{"source":"A book","place":"Page 3","quote":"Rain"}]', 'a-model', $2
     from ai.steps where id = $1 returning id`,
    step,
    prompt,
  );

describe('provenance', () => {
  const fields = [
    { kind: 'ai_note', document_id: 'n1', field: 'content', value: ' Rain falls.\r\n' },
    { kind: 'ai_note', document_id: 'n1', field: 'key_takeaways', value: ['One', 'Two'] },
    { kind: 'ai_note', document_id: 'n1', field: 'simplified_explanation', value: '' },
  ];

  it('says of each field that was accepted who wrote it, from what, and at what part of the cost', async () => {
    const { steps } = await startJob();
    await value('select ai.settle($1, 101, 11, 9, 5)', await reserve(steps[0], 10));
    const [proposal] = [await propose(steps[0]), await propose(steps[0])];
    const add = 'select ai.add_provenance($1, $2, 7, $3, true, true)';
    expect(await value(add, proposal, JSON.stringify(fields), 'Asha')).toBe(2);
    const { rows } = await guru.query(
      `select field, characters, model, citations, input_tokens, output_tokens, microdollars, is_edited,
         accepted_by_name, reviewed_by_name, fingerprint = ai.fingerprint('"Rain falls."') as same
       from ai.provenance where proposal_id = $1 order by id`,
      [proposal],
    );
    const common = {
      model: 'a-model',
      citations: [{ source: 'A book', place: 'Page 3', quote: 'Rain' }],
      input_tokens: 50,
      output_tokens: 5,
      microdollars: 4,
      is_edited: true,
      accepted_by_name: 'Asha',
      reviewed_by_name: 'Asha',
    };
    expect(rows).toEqual([
      { field: 'content', characters: 11, same: true, ...common },
      { field: 'key_takeaways', characters: 6, same: false, ...common },
    ]);
  });

  it('is reviewed once and taken back once; nothing else of it ever changes', async () => {
    const { steps } = await startJob();
    const proposal = await propose(steps[0]);
    await value(
      'select ai.add_provenance($1, $2, 7, $3, false, false)',
      proposal,
      JSON.stringify(fields),
      'Asha',
    );
    const ids = await value<number[]>(
      'select jsonb_agg(id) from ai.provenance where proposal_id = $1',
      proposal,
    );
    expect(await value('select ai.review($1, 8, $2)', ids, 'Bela')).toBe(2);
    expect(await value('select ai.review($1, 9, $2)', ids, 'Chandra')).toBe(0);
    expect(await value('select ai.withdraw_provenance($1, 9, $2)', proposal, 'Chandra')).toBe(2);
    expect(await value('select ai.withdraw_provenance($1, 7, $2)', proposal, 'Asha')).toBe(0);
    const { rows } = await guru.query(
      'select distinct reviewed_by_name, withdrawn_by_name from ai.provenance where proposal_id = $1',
      [proposal],
    );
    expect(rows).toEqual([{ reviewed_by_name: 'Bela', withdrawn_by_name: 'Chandra' }]);
    await expect(
      superuser.query(`update ai.provenance set reviewed_by_name = 'Nobody'`),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('and a changed ceiling have lines in the log, what streams in has none', async () => {
    await guru.query('update ai.settings set requires_review = true');
    const { rows } = await superuser.query<{ subject: string }>(
      `select distinct subject from audit.log where subject ~ '^ai\\.' order by 1`,
    );
    expect(rows.map(({ subject }) => subject)).toEqual(['ai.jobs', 'ai.provenance', 'ai.settings']);
  });
});

describe('a fingerprint', () => {
  const same = (one: unknown, other: unknown) =>
    value(
      'select ai.fingerprint($1) = ai.fingerprint($2)',
      JSON.stringify(one),
      JSON.stringify(other),
    );

  it('is the same for the same text, whatever its line ends and the blanks around it', async () => {
    expect(await same('a\r\nb ', '\na\nb')).toBe(true);
    expect(await same('a b', 'a  b')).toBe(false);
    expect(await same(['a'], ['a'])).toBe(true);
    expect(await same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(await same(['a', 'b'], ['b', 'a'])).toBe(false);
  });

  it('goes with the number of characters, lists and objects included', async () => {
    const characters = (text: unknown) => value('select ai.characters($1)', JSON.stringify(text));
    expect(await characters(' नदी ')).toBe(3);
    expect(await characters([{ question: 'ab', answer: 'cde' }, 'f', 7, null])).toBe(6);
    expect(await characters({})).toBe(0);
  });
});
