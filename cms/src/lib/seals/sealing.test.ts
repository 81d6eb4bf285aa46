import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSecrets } from '../../../../scripts/lib/secrets.ts';
import { createDatabase, type TestDatabase } from '../../../../scripts/testing/database.ts';
import {
  type Draw,
  isTraced,
  seeded,
  tampered,
  tamperedColumns,
  tamperings,
} from '../../../../scripts/testing/tampering.ts';
import { withClient } from '../../../database/roles.ts';
import { checkpointFile } from './checkpoint-file';
import type { Finding } from './findings';
import { readSigningKeys } from './keys';
import { leafSql, logColumns } from './leaf';
import { checkProof, makeProof } from './proof';
import { acceptRestore, type Sealing, SealingStopped, sealAll, sealTurn } from './sealer';
import { atOneMoment, type Verified, verify } from './verify';

const newKey = () => makeSecrets().auditSigningKey;

let database: TestDatabase;
let guru: Client;
let superuser: Client;
let sealing: Sealing;

async function open(): Promise<void> {
  database = await createDatabase();
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  // Migrations have written lines; here each test counts its own.
  await superuser.query('set session_replication_role = replica');
  await superuser.query('truncate audit.log restart identity cascade');
  await superuser.query('set session_replication_role = origin');
  const folder = mkdtempSync(path.join(tmpdir(), 'seals-'));
  sealing = { folder, keys: readSigningKeys(newKey()) };
}

async function close(): Promise<void> {
  await guru.end();
  await superuser.end();
  await database.drop();
  rmSync(sealing.folder, { recursive: true, force: true });
}

/** Lines as triggers write them, `minutes` ago, with a number left out after each twentieth. */
async function write(count: number, minutes = 0): Promise<void> {
  await superuser.query(
    `insert into audit.log (id, at, transaction_id, login, user_id, action, subject, subject_id, before, after, details)
    overriding system value
    select base + n + (n - 1) / 20,
      clock_timestamp() - make_interval(mins => $2), pg_current_xact_id(), 'guru', (n % 7)::text, 'update',
      'activity.course_enrollments', n::text, jsonb_build_object('id', n, 'progress', 1.50),
      jsonb_build_object('id', n, 'progress', n, 'name', E'Zeile\\n"' || n || '" भाषा'), null
    from (select nextval('audit.log_id_seq') as base) b, generate_series(1, $1::integer) n`,
    [count, minutes],
  );
  await superuser.query(`select setval('audit.log_id_seq', (select max(id) + 1 from audit.log))`);
}

interface Look extends Verified {
  readonly said: readonly Finding[];
}

async function look(client: Client = guru, { folder, keys }: Sealing = sealing): Promise<Look> {
  const said: Finding[] = [];
  const verified = await verify(client, {
    folder,
    trusted: keys.map(({ publicKey }) => publicKey),
    onFinding: (finding) => said.push(finding),
  });
  return { ...verified, said };
}
const lookNow = (of: Sealing = sealing) => atOneMoment(guru, () => look(guru, of));

const count = async (table: string): Promise<number> =>
  (await superuser.query<{ n: number }>(`select count(*)::integer as n from ${table}`)).rows[0]
    ?.n ?? -1;

const exportedLines = (): string[] =>
  readFileSync(checkpointFile(sealing.folder), 'utf8').split('\n');

describe('the leaf of a line', () => {
  beforeAll(open);
  afterAll(close);

  it('covers every column of the log', async () => {
    const { rows } = await superuser.query<{ name: string }>(
      `select attname as name from pg_attribute
      where attrelid = 'audit.log'::regclass and attnum > 0 and not attisdropped order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([...logColumns].sort());
    expect(['id', ...tamperedColumns].sort()).toEqual([...logColumns].sort());
  });

  it('is the same whatever the session’s time zone, date style and digits are', async () => {
    await write(1);
    const leaf = async () =>
      (await superuser.query<{ leaf: string }>(`select ${leafSql} as leaf from audit.log`)).rows[0]
        ?.leaf;
    const before = await leaf();
    await superuser.query(
      `set timezone = 'Asia/Kolkata'; set datestyle = 'German'; set extra_float_digits = -5`,
    );
    expect(await leaf()).toBe(before);
  });
});

describe('the sealer', () => {
  beforeEach(open);
  afterEach(close);

  it('seals every committed line once and writes the checkpoints out, in order', async () => {
    await write(45);
    expect(await sealAll(guru, sealing)).toBe(true);
    await write(3);
    await sealAll(guru, sealing);
    const { rows } = await superuser.query(
      `select id, (select sum(upper(r) - lower(r))::integer from unnest(log_ids) r) as lines from audit.seals order by id`,
    );
    expect(rows).toEqual([
      { id: 1, lines: 45 },
      { id: 2, lines: 3 },
    ]);
    expect(exportedLines().map((line) => line && JSON.parse(line).seal)).toEqual([1, 2, '']);
    expect(await lookNow()).toMatchObject({ rows: 48, seals: 2, waiting: 0, said: [] });
  });

  it('makes no seal when nothing happened', async () => {
    await sealAll(guru, sealing);
    await sealAll(guru, sealing);
    expect(await count('audit.seals')).toBe(0);
  });

  it('leaves the lines of an open transaction to a later seal, also with smaller numbers', async () => {
    await write(1);
    await withClient(database.admin, async (late) => {
      await late.query('begin');
      const line = `insert into audit.log (at, transaction_id, login, action, subject)
        values (clock_timestamp(), pg_current_xact_id(), 'guru', 'late', 's') returning id::integer`;
      const { rows } = await late.query<{ id: number }>(line);
      await write(5);
      await sealAll(guru, sealing);
      expect(await lookNow()).toMatchObject({ rows: 6, said: [] });
      await late.query('commit');
      expect(await lookNow()).toMatchObject({ rows: 7, waiting: 1, said: [] });
      await sealAll(guru, sealing);
      const sealed = await superuser.query(
        'select log_ids::text as ids from audit.seals where id = 2',
      );
      expect(sealed.rows).toEqual([{ ids: `{[${rows[0]?.id},${(rows[0]?.id ?? 0) + 1})}` }]);
    });
    await write(1);
    await sealAll(guru, sealing);
    expect(await lookNow()).toMatchObject({ rows: 8, seals: 3, waiting: 0, said: [] });
  });

  it('works once at a time, and many at once seal nothing twice', async () => {
    const clients = [guru, new Client({ connectionString: database.guru })] as const;
    await clients[1].connect();
    for (let round = 0; round < 10; round += 1) {
      await write(7);
      await Promise.all(clients.map((client) => sealAll(client, sealing)));
    }
    await sealAll(guru, sealing);
    await clients[1].end();
    expect(await lookNow()).toMatchObject({ rows: 70, waiting: 0, said: [] });
  });

  it('makes one seal of what there was, however fast further lines come', async () => {
    await write(3);
    let left = 5;
    const query = guru.query.bind(guru) as (...given: unknown[]) => unknown;
    const busy = new Proxy(guru, {
      get: (of, name) =>
        name === 'query'
          ? async (...given: unknown[]) => {
              const done = await query(...given);
              if (given[0] === 'commit' && left > 0) {
                left -= 1;
                await write(1);
              }
              return done;
            }
          : Reflect.get(of, name),
    });
    expect(await sealAll(busy, sealing)).toBe(true);
    expect(await lookNow()).toMatchObject({ rows: 5, seals: 1, waiting: 2, said: [] });
    expect(exportedLines().filter((line) => line !== '')).toHaveLength(1);
    await sealAll(guru, sealing);
    expect(await lookNow()).toMatchObject({ rows: 5, seals: 2, waiting: 0, said: [] });
  });

  it('writes a checkpoint out later when it died between the commit and the file', async () => {
    await write(5);
    expect(await sealTurn(guru, sealing)).toBe('sealed');
    // It dies here: the seal is there, its checkpoint is not.
    expect(await count('audit.seals')).toBe(1);
    expect(await lookNow()).toMatchObject({ said: [] });
    await sealAll(guru, sealing);
    // And here in the middle of a line.
    const [line] = exportedLines();
    writeFileSync(checkpointFile(sealing.folder), (line ?? '').slice(0, 100));
    await write(5);
    await sealAll(guru, sealing);
    expect(exportedLines().map((text) => text.slice(0, 9))).toEqual([
      '{"seal":1',
      '{"seal":1',
      '{"seal":2',
      '',
    ]);
    expect(await lookNow()).toMatchObject({ said: [] });
  });

  it('goes on sealing while the folder cannot be written, says so, and writes out afterwards', async () => {
    const state = async () =>
      (await superuser.query('select last_seal_id as seal, error from audit.checkpoint_folders'))
        .rows;
    rmSync(sealing.folder, { recursive: true });
    // A file where the folder should be refuses even root.
    writeFileSync(sealing.folder, '');
    await write(5);
    await sealAll(guru, sealing);
    expect(await count('audit.seals')).toBe(1);
    expect(await state()).toEqual([{ seal: 0, error: expect.stringContaining('ENOTDIR') }]);
    rmSync(sealing.folder);
    mkdirSync(sealing.folder);
    await sealAll(guru, sealing);
    expect(await state()).toEqual([{ seal: 1, error: null }]);
    expect(await lookNow()).toMatchObject({ said: [] });
  });

  it('hands over from key to key only when both sign', async () => {
    const [former, next] = [newKey(), newKey()];
    const by = (text: string): Sealing => ({ ...sealing, keys: readSigningKeys(text) });
    await write(1);
    await sealAll(guru, by(former));
    await write(1);
    await expect(sealAll(guru, by(next))).rejects.toThrow(SealingStopped);
    await sealAll(guru, by(`${next},${former}`));
    await write(1);
    await sealAll(guru, by(next));
    expect(await lookNow(by(next))).toMatchObject({ seals: 3, said: [] });
    expect((await lookNow(by(former))).said).toMatchObject([{ kind: 'seal.unknown-key' }]);
  });

  it('stops where an older database was put back, until a person says that it was on purpose', async () => {
    await write(5);
    await sealAll(guru, sealing);
    // The backup: a copy of the database of this moment.
    await guru.end();
    await superuser.end();
    const backup = await createDatabase(database.name);
    await reconnect();
    await write(5);
    await sealAll(guru, sealing);
    await write(5);
    await sealAll(guru, sealing);
    await guru.end();
    await superuser.end();
    await database.drop();
    database = backup;
    await reconnect();

    expect((await lookNow()).said).toEqual([
      expect.objectContaining({ kind: 'database.older', seals: [[2, 4]] }),
    ]);
    await write(5);
    await expect(sealAll(guru, sealing)).rejects.toThrow('ends with seal 1');
    expect(await count('audit.seals')).toBe(1);

    expect(await acceptRestore(guru, sealing, 'The disk broke.')).toEqual({ from: 2, to: 3 });
    expect(await acceptRestore(guru, sealing, 'Again.')).toBeNull();
    await sealAll(guru, sealing);
    const after = await lookNow();
    expect(after).toMatchObject({ rows: 10, seals: 2, said: [] });
    expect(after.remarks).toEqual([
      expect.stringMatching(/seal 1; seals up to 3 .*The disk broke/),
    ]);
  });
});

async function reconnect(): Promise<void> {
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
}

describe('a verification', () => {
  let draw: Draw;
  beforeAll(async () => {
    await open();
    for (let seal = 0; seal < 8; seal += 1) {
      await write(30, 5);
      await sealAll(guru, sealing);
    }
    const list = async (table: string) =>
      (
        await superuser.query<{ id: number }>(`select id::integer from ${table} order by id`)
      ).rows.map(({ id }) => id);
    draw = {
      client: superuser,
      random: seeded(5),
      rows: await list('audit.log'),
      seals: await list('audit.seals'),
      leafSql,
    };
  });
  afterAll(close);

  const lookAsSuperuser = () => look(superuser);

  it('finds nothing where nothing was done', async () => {
    expect(await lookNow()).toMatchObject({ rows: 240, seals: 8, waiting: 0, said: [] });
  });

  it.each(Object.keys(tamperings))('finds and names it when a superuser %s', async (name) => {
    for (let time = 0; time < 3; time += 1) {
      const { trace, found } = await tampered(draw, name, lookAsSuperuser);
      const { said } = found;
      expect({ name, trace, said, isTraced: isTraced(said, trace) }).toMatchObject({
        isTraced: true,
      });
    }
  });

  it('finds nothing once it is taken back', async () => {
    expect((await lookNow()).said).toEqual([]);
  });

  it('knows a history that was written and signed anew by another key', async () => {
    const forger: Sealing = {
      folder: mkdtempSync(path.join(tmpdir(), 'forger-')),
      keys: readSigningKeys(newKey()),
    };
    await superuser.query('begin');
    await superuser.query('set local session_replication_role = replica');
    await superuser.query('delete from audit.seals');
    await superuser.query(`update audit.log set login = 'nobody' where id = $1`, [draw.rows[0]]);
    await superuser.query('commit');
    // As the sealer would; the seals that were there are in the checkpoints.
    await sealAll(guru, forger);
    const { said } = await lookNow();
    expect(new Set(said.map(({ kind }) => kind))).toEqual(
      new Set(['checkpoint.differs', 'database.older', 'seal.unknown-key']),
    );
    rmSync(forger.folder, { recursive: true });
  });
});

describe('the checkpoints outside', () => {
  let whole: string;
  beforeAll(async () => {
    await open();
    for (let seal = 0; seal < 5; seal += 1) {
      await write(3, 5);
      await sealAll(guru, sealing);
    }
    // As old as seals are when somebody tampers with their checkpoints.
    await superuser.query('alter table audit.seals disable trigger user');
    whole = readFileSync(checkpointFile(sealing.folder), 'utf8');
  });
  afterAll(close);
  beforeEach(() => writeFileSync(checkpointFile(sealing.folder), whole));

  const lines = () => whole.split('\n').slice(0, -1);
  const put = (changed: readonly string[]) =>
    writeFileSync(checkpointFile(sealing.folder), changed.map((line) => `${line}\n`).join(''));
  /** What is said an hour later, when every checkpoint has long been due. */
  async function saidLater(): Promise<readonly Finding[]> {
    const said: Finding[] = [];
    await atOneMoment(guru, () =>
      verify(guru, {
        folder: sealing.folder,
        trusted: sealing.keys.map(({ publicKey }) => publicKey),
        onFinding: (finding) => said.push(finding),
        exportDueAfter: 0,
      }),
    );
    return said;
  }

  it('agree with the database as long as nobody touches them', async () => {
    expect(await saidLater()).toEqual([]);
  });

  it.each([
    ['shortened', () => lines().slice(0, 3), { kind: 'checkpoint.missing', seals: [[4, 6]] }],
    ['emptied', () => [], { kind: 'checkpoint.missing', seals: [[1, 6]] }],
    [
      'robbed of one in the middle',
      () => lines().toSpliced(2, 1),
      { kind: 'checkpoint.missing', seals: [[3, 4]] },
    ],
    [
      'changed',
      () => lines().with(1, (lines()[1] ?? '').replace('previous', 'Previous')),
      { kind: 'checkpoint.differs', seals: [[2, 3]] },
    ],
    [
      'reordered',
      () =>
        lines()
          .with(1, lines()[2] ?? '')
          .with(2, lines()[1] ?? ''),
      { kind: 'checkpoint.broken', seals: [[2, 3]] },
    ],
    [
      'given another line',
      () => lines().toSpliced(2, 0, 'nothing happened'),
      { kind: 'checkpoint.broken' },
    ],
    [
      'given a restore that nobody signed',
      () => [...lines(), JSON.stringify({ restored: 2, note: 'text\n\n— x y\n' })],
      { kind: 'checkpoint.broken' },
    ],
  ])('are found to be %s', async (_how, changed, finding) => {
    put(changed());
    expect(await saidLater()).toContainEqual(expect.objectContaining(finding));
  });

  it('are added to, never overwritten', async () => {
    appendFileSync(checkpointFile(sealing.folder), '');
    await write(1, 5);
    await sealAll(guru, sealing);
    const now = readFileSync(checkpointFile(sealing.folder), 'utf8');
    expect(now.startsWith(whole)).toBe(true);
  });
});

describe('times', () => {
  beforeAll(open);
  afterAll(close);
  const writeAt = (at: string) =>
    superuser.query<{ id: number }>(
      `insert into audit.log (at, transaction_id, login, action, subject)
      values (${at}, pg_current_xact_id(), 'guru', 'a', 's') returning id::integer`,
    );

  it.each([
    ['long before its seal', `clock_timestamp() - interval '16 minutes'`],
    ['after its seal', `clock_timestamp() + interval '1 minute'`],
    ['a bit before the lines before it', `clock_timestamp() - interval '2 minutes'`],
    ['at no time', `'infinity'`],
  ])('that do not fit are named: %s', async (_what, at) => {
    await write(3);
    await sealAll(guru, sealing);
    const { rows } = await writeAt(at);
    await sealAll(guru, sealing);
    const id = rows[0]?.id ?? 0;
    expect((await lookNow()).said.at(-1)).toMatchObject({ kind: 'row.time', rows: [[id, id + 1]] });
  });

  it('of lines that nobody seals are too long after a minute', async () => {
    await write(3);
    await sealAll(guru, sealing);
    await writeAt('clock_timestamp()');
    const { rows } = await writeAt(`clock_timestamp() - interval '61 seconds'`);
    const id = rows[0]?.id ?? 0;
    const { waiting, said } = await lookNow();
    expect(waiting).toBe(1);
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'row.unsealed', rows: [[id, id + 1]] }),
    );
  });
});

describe('personal values', () => {
  beforeAll(async () => {
    await open();
    await superuser.query(
      `insert into activity.shishya_users (user_id, name, email, status) values (7, 'Ada', 'ada@school.example', 'active')`,
    );
    await guru.query(
      `select set_config('app.user_id', '7', false), set_config('app.ip_address', '203.0.113.7', false)`,
    );
    for (const subject of ['one', 'two', 'three'])
      await guru.query(`select audit.note('test.line', $1, null, null)`, [subject]);
    await sealAll(guru, sealing);
  });
  afterAll(close);

  /** Tampers, looks, and takes it back. */
  async function saidAfter(statement: string): Promise<Look> {
    await superuser.query('begin');
    await superuser.query('set local session_replication_role = replica');
    await superuser.query(statement);
    const found = await look(superuser);
    await superuser.query('rollback');
    return found;
  }

  it('are compared with what their lines say', async () => {
    const { rows } = await superuser.query<{ id: number }>(
      'select min(log_id)::integer as id from audit.personal_values',
    );
    const id = rows[0]?.id ?? 0;
    expect(await lookNow()).toMatchObject({ erased: 0, said: [] });
    for (const [kind, statement] of [
      [
        'values.changed',
        `update audit.personal_values set "values" = '{"ip_address": "203.0.113.8"}' where log_id = ${id}`,
      ],
      [
        'values.changed',
        `update audit.personal_values set salt = decode(repeat('00', 16), 'hex') where log_id = ${id}`,
      ],
      ['values.deleted', `delete from audit.personal_values where log_id = ${id}`],
      ['values.added', `update audit.personal_values set log_id = 4711 where log_id = ${id}`],
      ['values.changed', `update audit.origins set "values" = '{"ip_address": "203.0.113.9"}'`],
      ['values.deleted', 'delete from audit.origins'],
    ] as const) {
      const { said } = await saidAfter(statement);
      expect(said.map((finding) => finding.kind)).toContain(kind);
    }
  });

  it('may be missing where an erasure names their line, or what the line shares with others', async () => {
    await superuser.query('set session_replication_role = replica');
    const { rows } = await superuser.query<{ id: number }>(
      'delete from audit.personal_values returning log_id::integer as id',
    );
    const { rows: origins } = await superuser.query<{ digest: string }>(
      'delete from audit.origins returning digest',
    );
    await superuser.query('set session_replication_role = origin');
    const id = rows[0]?.id ?? 0;
    expect([rows.length, origins.length]).toEqual([1, 1]);
    expect((await lookNow()).said).toMatchObject([
      { kind: 'values.deleted', rows: [[id, id + 4]] },
    ]);
    await withClient(database.guru, (nobody) =>
      nobody.query(`select audit.note('student.erased', 'student', '1', $1)`, [
        JSON.stringify({
          erasure: 1,
          lines: `{[${id},${id + 1})}`,
          origins: origins.map(({ digest }) => digest),
        }),
      ]),
    );
    await sealAll(guru, sealing);
    expect(await lookNow()).toMatchObject({ erased: 4, said: [] });
  });
});

describe('a proof', () => {
  beforeAll(async () => {
    await open();
    await write(45);
    await sealAll(guru, sealing);
  });
  afterAll(close);
  const keys = () => sealing.keys.map(({ publicKey }) => publicKey);

  it('of each line holds with nothing but the public key, and says what the line says', async () => {
    const { rows } = await superuser.query<{ id: string }>('select id::text from audit.log');
    expect(rows.length).toBe(45);
    for (const { id } of rows) {
      const made = await makeProof(guru, Number(id));
      if (made.kind !== 'made') throw new Error(made.kind);
      const checked = checkProof(JSON.parse(JSON.stringify(made.proof)), keys());
      expect(checked).toMatchObject({ holds: true, line: { id, login: 'guru' } });
    }
  });

  it('does not hold when anything in it is another', async () => {
    const made = await makeProof(guru, 7);
    if (made.kind !== 'made') throw new Error(made.kind);
    const { proof } = made;
    const changed: unknown[] = [
      { ...proof, leaf: proof.leaf.replace('guru', 'Guru') },
      { ...proof, leaf: proof.leaf.replace('"7"', '"8"') },
      { ...proof, leaf: '[]' },
      { ...proof, index: proof.index + 1 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: proof.path.with(0, proof.path[1] ?? '') },
      { ...proof, note: proof.note.replace('\n45\n', '\n46\n') },
      { ...proof, format: 'ourshiksha.audit-proof/2' },
      null,
      'proof',
    ];
    for (const given of changed) expect(checkProof(given, keys())).toMatchObject({ holds: false });
    const [stranger] = readSigningKeys(newKey());
    expect(checkProof(proof, [stranger.publicKey])).toMatchObject({ holds: false });
  });

  it('is not made of a line that is not there, or not sealed yet', async () => {
    expect(await makeProof(guru, 4711)).toEqual({ kind: 'no-row' });
    await write(1);
    const { rows } = await superuser.query<{ id: number }>(
      'select max(id)::integer as id from audit.log',
    );
    expect(await makeProof(guru, rows[0]?.id ?? 0)).toEqual({ kind: 'unsealed' });
  });
});
