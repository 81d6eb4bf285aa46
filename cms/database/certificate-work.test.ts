import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { graduate } from '../../scripts/testing/graduates.ts';
import { insertLiveCourse, type LiveCourse } from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let students: Students;
let superuser: Client;
let gurus: Client[];
let course: LiveCourse;

beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  superuser = new Client({ connectionString: database.admin });
  await superuser.connect();
  gurus = Array.from({ length: 5 }, () => new Client({ connectionString: database.guru }));
  await Promise.all(gurus.map((guru) => guru.connect()));
});
afterAll(async () => {
  await Promise.all(gurus.map((guru) => guru.end().catch(() => undefined)));
  await superuser?.end();
  await students?.end();
  await database?.drop();
});
beforeEach(async () => {
  const [guru] = gurus;
  if (guru === undefined) throw new Error('There is a connection.');
  course = await insertLiveCourse(guru);
});

let lastUser = 700;
/**
 * Students who have done all that the course's certificate asks for, and have none: as after a course
 * got a certificate late. Their ids.
 */
async function eligible(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) {
    lastUser += 1;
    ids.push(await students.add(lastUser));
  }
  await graduate(superuser, course, ids);
  return ids;
}

async function one<Row>(text: string, values: readonly unknown[] = []): Promise<Row> {
  const { rows } = await superuser.query(text, [...values]);
  return rows[0] as Row;
}
const startBatch = (of: readonly number[] | null = null) =>
  one<{ batch: number }>('select activity.start_batch($1, $2, $3, $4) as batch', [
    course.id,
    of,
    '1',
    'Ravi Registrar',
  ]);
const issueNext = async (guru: Client): Promise<boolean> =>
  (await guru.query('select activity.issue_next() is not null as found')).rows[0].found;
const outcomes = async (batch: number) =>
  (
    await superuser.query(
      `select coalesce(outcome, 'left') as outcome, reason, count(*)::integer as students
      from activity.certificate_batch_items where batch_id = $1 group by 1, 2 order by 1`,
      [batch],
    )
  ).rows;
const issued = async () =>
  (
    await superuser.query(
      `select number_serial as serial, issued_by, shishya_user_id as student
      from activity.issued_certificates where course_id = $1 order by 1`,
      [course.id],
    )
  ).rows as { serial: number; issued_by: string; student: number }[];

describe('a batch', () => {
  it('issues one certificate to each, without a gap, whoever works at it and whoever dies', async () => {
    const before = await one<{ last: number }>(
      'select coalesce(max(last), 0) as last from activity.certificate_numbers',
    );
    const ids = await eligible(40);
    const { batch } = await startBatch();
    const [victim, ...others] = gurus;
    if (victim === undefined) throw new Error('There is a connection.');
    // One dies with an issued certificate that was not committed.
    const victims = new Client({ connectionString: database.guru });
    await victims.connect();
    victims.on('error', () => undefined);
    await victims.query('begin');
    await issueNext(victims);
    const { rows } = await victims.query('select pg_backend_pid() as pid');
    await superuser.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]);

    await Promise.all(
      [victim, ...others].map(async (guru) => {
        while (await issueNext(guru));
      }),
    );
    expect(await outcomes(batch)).toEqual([{ outcome: 'issued', reason: null, students: 40 }]);
    const made = await issued();
    expect(made.map(({ serial }) => serial)).toEqual(ids.map((_, at) => before.last + 1 + at));
    expect(new Set(made.map(({ student }) => student)).size).toBe(40);
    expect(new Set(made.map((row) => row.issued_by))).toEqual(new Set(['Ravi Registrar']));
    expect(
      await one(
        'select finished_at is not null as ended from activity.certificate_batches where id = $1',
        [batch],
      ),
    ).toEqual({ ended: true });
  });

  it('costs the same for each, however many are left and however many have one', async () => {
    await superuser.query('delete from activity.certificate_batch_items');
    await startBatch(await eligible(120));
    // All of them are open as PostgreSQL counts, so to look for an open one among all seems cheap, and is not
    // for the last ones.
    await superuser.query('analyze activity.certificate_batch_items, activity.issued_certificates');
    const [guru] = gurus as [Client];
    // So few rows are read whole as soon as PostgreSQL has counted them, and rightly: what is asked here is
    // whether an index leads to each of them in a table of any size.
    await guru.query('set enable_seqscan = off');
    await guru.query('discard plans');
    /** Rows fetched by indexes while one is issued, of the tables that grow with the batch. */
    const cost = async () => {
      const { rows } = await guru.query<{ name: string; fetched: number }>(
        `select relname as name, (idx_tup_fetch + seq_tup_read)::integer as fetched from pg_stat_xact_user_tables
        where relname in ('certificate_batch_items', 'issued_certificates')`,
      );
      return Object.fromEntries(rows.map(({ name, fetched }) => [name, Number(fetched)]));
    };
    const spent: Record<string, number>[] = [];
    for (let n = 0; n < 120; n += 1) {
      await guru.query('begin');
      const before = await cost();
      expect(await issueNext(guru)).toBe(true);
      const after = await cost();
      await guru.query('commit');
      spent.push(
        Object.fromEntries(
          Object.entries(after).map(([name, much]) => [name, much - (before[name] ?? 0)]),
        ),
      );
    }
    for (const one of [spent[5], spent[60], spent[115]]) {
      expect(one?.certificate_batch_items).toBeLessThanOrEqual(3);
      expect(one?.issued_certificates).toBeLessThanOrEqual(12);
    }
  });

  it('says of each student what came of it, and leaves the others alone', async () => {
    const [first = 0, second = 0, third = 0] = await eligible(3);
    lastUser += 1;
    const outsider = await students.add(lastUser);
    await superuser.query('select activity.issue_for($1, $2, $3)', [first, course.id, 'Somebody']);
    await superuser.query(`update activity.shishya_users set status = 'suspended' where id = $1`, [
      second,
    ]);
    const { batch } = await startBatch([first, second, third, outsider]);
    const [guru] = gurus;
    if (guru === undefined) throw new Error('There is a connection.');
    while (await issueNext(guru));
    expect(await outcomes(batch)).toEqual([
      { outcome: 'had', reason: null, students: 1 },
      { outcome: 'issued', reason: null, students: 1 },
      { outcome: 'refused', reason: 'certificate.student-suspended', students: 1 },
    ]);
  });

  it('during which the design changes gives each what was in use when it was issued', async () => {
    await eligible(4);
    const [guru] = gurus;
    if (guru === undefined) throw new Error('There is a connection.');
    const use = (name: string) =>
      guru.query(
        `select activity.set_certificate_design(
          jsonb_build_object('issuer_name', $1::text, 'accent', '#112233', 'paper', 'a4'), null, 'Asha')`,
        [name],
      );
    const schools = async () =>
      (
        await guru.query(
          `select activity.certificate_to_draw(certificate_number) #>> '{design,issuer_name}' as school
          from activity.issued_certificates where course_id = $1 order by number_serial`,
          [course.id],
        )
      ).rows.map(({ school }) => school);
    await use('The Old School');
    await startBatch();
    await issueNext(guru);
    await issueNext(guru);
    await use('The New School');
    while (await issueNext(guru));
    expect(await schools()).toEqual([
      'The Old School',
      'The Old School',
      'The New School',
      'The New School',
    ]);
  });

  it('ends when it is cancelled; what is issued stays', async () => {
    await eligible(3);
    const { batch } = await startBatch();
    const [guru] = gurus;
    if (guru === undefined) throw new Error('There is a connection.');
    await issueNext(guru);
    await guru.query('select activity.cancel_batch($1, $2)', [batch, 'Ravi Registrar']);
    expect(await issueNext(guru)).toBe(false);
    expect(await outcomes(batch)).toEqual([
      { outcome: 'issued', reason: null, students: 1 },
      { outcome: 'left', reason: null, students: 2 },
    ]);
    expect(await issued()).toHaveLength(1);
    await expect(
      guru.query('select activity.cancel_batch($1, $2)', [batch, 'Ravi Registrar']),
    ).rejects.toMatchObject({ message: 'batch.ended', code: 'OS409' });
  });

  it('issues nothing more once its cancelling is answered', async () => {
    await eligible(3);
    const { batch } = await startBatch();
    const [issuing, cancelling, waiting] = gurus as [Client, Client, Client];
    const cancel = 'select activity.cancel_batch($1, $2)';
    await issuing.query('begin');
    await issueNext(issuing);
    const { rows } = await cancelling.query('select pg_backend_pid() as pid');
    const cancelled = cancelling.query(cancel, [batch, 'Ravi Registrar']);
    // The cancelling waits for the one in the making; who comes after it waits for the cancelling.
    const isWaiting = (pid: number) =>
      expect
        .poll(() => one(`select pg_blocking_pids($1) <> '{}' as waits`, [pid]))
        .toEqual({ waits: true });
    await isWaiting(rows[0].pid);
    const { rows: next } = await waiting.query('select pg_backend_pid() as pid');
    const late = issueNext(waiting);
    await isWaiting(next[0].pid);
    await issuing.query('commit');
    await cancelled;
    expect(await late).toBe(false);
    expect(await outcomes(batch)).toEqual([
      { outcome: 'issued', reason: null, students: 1 },
      { outcome: 'left', reason: null, students: 2 },
    ]);
    expect(await issued()).toHaveLength(1);
  });

  it('is refused while another one of the course runs, for nobody, and without a certificate', async () => {
    await eligible(1);
    await startBatch();
    await expect(startBatch()).rejects.toMatchObject({ message: 'batch.running' });
    await superuser.query('update activity.certificate_batches set finished_at = now()');
    await expect(startBatch([])).rejects.toMatchObject({ message: 'batch.nobody' });
    await expect(
      superuser.query(`select activity.start_batch(-1, null, '1', 'Ravi')`),
    ).rejects.toMatchObject({ message: 'certificate.not-offered' });
  });
});

describe('a paper to draw', () => {
  const waiting = async () =>
    (
      await superuser.query(
        `select p.tries, p.marksheet_id is not null as marksheet, p.begun
        from activity.papers_to_draw p join activity.issued_certificates c on c.id = p.issued_certificate_id
        where c.course_id = $1 order by 2`,
        [course.id],
      )
    ).rows;
  const takeUp = async (guru: Client | undefined, most: number) =>
    (await guru?.query('select * from activity.take_up_papers($1)', [most]))?.rows as {
      id: number;
      certificate_number: string;
      try: number;
      file: string;
    }[];

  it('comes with the certificate and its marksheet, or not at all', async () => {
    const [student = 0] = await eligible(1);
    const [guru] = gurus;
    await guru?.query('begin');
    await guru?.query('select activity.issue_for($1, $2, $3)', [student, course.id, 'Ravi']);
    await guru?.query('rollback');
    expect(await waiting()).toEqual([]);
    await guru?.query('select activity.issue_for($1, $2, $3)', [student, course.id, 'Ravi']);
    expect(await waiting()).toEqual([
      { tries: 0, marksheet: false, begun: [] },
      { tries: 0, marksheet: true, begun: [] },
    ]);
  });

  it('is taken up by one at a time, certificates first, and again when its time is over', async () => {
    await superuser.query('delete from activity.papers_to_draw');
    const ids = await eligible(6);
    for (const student of ids) {
      await superuser.query('select activity.issue_for($1, $2, $3)', [student, course.id, 'Ravi']);
    }
    const taken = (await Promise.all(gurus.slice(0, 3).map((guru) => takeUp(guru, 2)))).flat();
    expect(new Set(taken.map(({ certificate_number }) => certificate_number)).size).toBe(6);
    expect(new Set(taken.map(({ file }) => file)).size).toBe(6);
    expect(
      taken.every((paper) => paper.try === 1 && /^certificate_[0-9a-f]{32}$/.test(paper.file)),
    ).toBe(true);
    const marksheets = await takeUp(gurus[0], 100);
    expect(marksheets).toHaveLength(6);
    expect(await takeUp(gurus[0], 100)).toEqual([]);

    await gurus[0]?.query('select activity.try_papers_again()');
    const [again] = await takeUp(gurus[0], 1);
    expect(again).toMatchObject({ id: Math.min(...taken.map(({ id }) => id)), try: 2 });
    const { begun } = await one<{ begun: string[] }>(
      'select begun from activity.papers_to_draw where id = $1',
      [again?.id],
    );
    expect(begun).toEqual([taken.find(({ id }) => id === again?.id)?.file, again?.file]);
  });
});

describe('looking numbers up', () => {
  const admit = async (network: string): Promise<number> =>
    Number(
      (
        await students.rows<{ wait: number }>(null, 'select activity.admit_lookup($1) as wait', [
          network,
        ])
      )[0]?.wait,
    );

  it('is let in sixty times at once for a network, then once in three seconds', async () => {
    const waits = await Promise.all(Array.from({ length: 100 }, () => admit('198.51.100.7')));
    const let_in = waits.filter((wait) => wait === 0).length;
    // It fills up a little while the hundred come in.
    expect(let_in).toBeGreaterThanOrEqual(60);
    expect(let_in).toBeLessThan(66);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3);
    expect(await admit('198.51.100.8')).toBe(0);
    await superuser.query(
      `update activity.number_lookups set at = at - interval '1 hour' where network = '198.51.100.7'`,
    );
    expect(await admit('198.51.100.7')).toBe(0);
    expect(
      await one(
        `select left_over between 58.9 and 59.1 as full from activity.number_lookups where network = '198.51.100.7'`,
      ),
    ).toEqual({ full: true });
  });

  it('makes a thousand guesses take a network 47 minutes: ten thousand are more than eight hours', async () => {
    const guesses = 1000;
    // Who is told to wait waits so long: the bucket's clock is set back, not this test's.
    await superuser.query(
      `create function pg_temp.guess(p_network text, p_times integer) returns integer language plpgsql as $$
      declare
        wait integer;
        waited integer := 0;
      begin
        for n in 1..p_times loop
          loop
            wait := activity.admit_lookup(p_network);
            exit when wait = 0;
            waited := waited + wait;
            update activity.number_lookups set at = at - make_interval(secs => wait) where network = p_network;
          end loop;
        end loop;
        return waited;
      end $$`,
    );
    let waited = 0;
    // A hundred a transaction: one that changes a row very often goes through all that it was.
    for (let n = 0; n < guesses; n += 100) {
      waited += (
        await one<{ waited: number }>('select pg_temp.guess($1, 100) as waited', ['198.51.100.9'])
      ).waited;
    }
    // Sixty at once, then one in three seconds; what passed while this ran filled up a little.
    const atLeast = (many: number) => (many - 60) * 3;
    expect(waited).toBeGreaterThan(atLeast(guesses) - 60);
    expect(atLeast(10_000)).toBeGreaterThan(8 * 60 * 60);
  });
});
