import type { ClientBase } from 'pg';

/** Numbers from 0 up to 1 that are the same at every run with one seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a verification must say about one tampering: one of the kinds, of that row or seal. */
export interface Trace {
  readonly kinds: readonly string[];
  readonly row?: number;
  readonly seal?: number;
}

export interface Said {
  readonly kind: string;
  readonly rows?: readonly (readonly [number, number])[];
  readonly seals?: readonly (readonly [number, number])[];
}

export const isTraced = (said: readonly Said[], { kinds, row, seal }: Trace): boolean =>
  said.some(
    ({ kind, rows = [], seals = [] }) =>
      kinds.includes(kind) && (row === undefined ? has(seals, seal) : has(rows, row)),
  );

const has = (ranges: readonly (readonly [number, number])[], id: number | undefined): boolean =>
  id !== undefined && ranges.some(([from, to]) => id >= from && id < to);

/** A log, older than a minute, whose every row is sealed, and a draw among its rows and seals. */
export interface Draw {
  readonly client: ClientBase;
  random(): number;
  readonly rows: readonly number[];
  readonly seals: readonly number[];
  /** SQL of a row's leaf. */
  readonly leafSql: string;
}

type Tampering = (draw: Draw) => Promise<Trace>;

const oneOf = <Item>({ random }: Draw, list: readonly Item[]): Item => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('There is nothing to draw from.');
  return item;
};

/** Another value for each column than the one it has, whatever that is. */
const otherValues = {
  at: `at + interval '1 microsecond'`,
  transaction_id: `(transaction_id::text::bigint + 1)::text::xid8`,
  login: `login || 'x'`,
  user_id: `case when user_id is null then '7' end`,
  admin_id: `coalesce(admin_id || '0', '1')`,
  ip_address: `coalesce(ip_address || ' ', '')`,
  user_agent: `coalesce(user_agent || ' ', '')`,
  action: `upper(action)`,
  subject: `subject || ' '`,
  subject_id: `coalesce(subject_id || '1', '')`,
  before: `case when before is null then 'null'::jsonb end`,
  after: `jsonb_set(coalesce(after, '{}'), '{score}', '100')`,
  details: `coalesce(details, '{}') || '{"x": null}'`,
  personal: `case when personal is null then repeat('a', 64) else repeat('b', 64) end`,
} as const;

/** Columns of a line other than its number. */
export const tamperedColumns: readonly string[] = Object.keys(otherValues);

/** What a superuser may do while triggers are off. */
export const tamperings: Readonly<Record<string, Tampering>> = {
  async 'deletes a row'(draw) {
    const row = oneOf(draw, draw.rows);
    await draw.client.query('delete from audit.log where id = $1', [row]);
    return { kinds: ['row.deleted'], row };
  },
  async 'deletes some rows in a row'(draw) {
    const row = oneOf(draw, draw.rows);
    await draw.client.query('delete from audit.log where id between $1 and $1::bigint + 9', [row]);
    return { kinds: ['row.deleted'], row };
  },
  async 'changes a column'(draw) {
    const row = oneOf(draw, draw.rows);
    const [column, value] = oneOf(draw, Object.entries(otherValues));
    await draw.client.query(`update audit.log set ${column} = ${value} where id = $1`, [row]);
    return { kinds: ['row.changed'], row };
  },
  async 'exchanges two rows'(draw) {
    const row = oneOf(draw, draw.rows);
    const other = oneOf(
      draw,
      draw.rows.filter((id) => id !== row),
    );
    await draw.client.query(
      'update audit.log set id = id - $1::bigint - $2::bigint where id in ($1, $2)',
      [row, other],
    );
    await draw.client.query('update audit.log set id = -id where id < 0');
    return { kinds: ['row.changed'], row };
  },
  async 'numbers a row anew'(draw) {
    const row = oneOf(draw, draw.rows);
    await draw.client.query(
      `update audit.log set id = (select max(id) + 1 from audit.log) where id = $1`,
      [row],
    );
    return { kinds: ['row.deleted'], row };
  },
  async 'adds a row in a gap'(draw) {
    const gaps = draw.rows.flatMap((id, n) => (draw.rows[n + 1] !== id + 1 ? [id + 1] : []));
    const row = oneOf(draw, gaps.slice(0, -1));
    await draw.client.query(
      `insert into audit.log
      select (jsonb_populate_record(l, jsonb_build_object('id', $1::bigint))).* from audit.log l where id = $1 - 1`,
      [row],
    );
    return { kinds: ['row.added'], row };
  },
  async 'empties the log'(draw) {
    await draw.client.query('delete from audit.log');
    return { kinds: ['row.deleted'], row: oneOf(draw, draw.rows) };
  },
  async 'cuts off the end, seals and all'(draw) {
    const seal = oneOf(draw, draw.seals);
    await draw.client.query(
      'delete from audit.log where id >= (select lower(log_ids) from audit.seals where id = $1)',
      [seal],
    );
    await draw.client.query('delete from audit.seals where id >= $1', [seal]);
    return { kinds: ['database.older'], seal };
  },
  async 'deletes a seal'(draw) {
    const seal = oneOf(draw, draw.seals.slice(0, -1));
    await draw.client.query('delete from audit.seals where id = $1', [seal]);
    return { kinds: ['seal.missing'], seal };
  },
  async 'deletes a seal and what it sealed'(draw) {
    const seal = oneOf(draw, draw.seals.slice(0, -1));
    await draw.client.query(
      'delete from audit.log where id <@ (select log_ids from audit.seals where id = $1)',
      [seal],
    );
    await draw.client.query('delete from audit.seals where id = $1', [seal]);
    return { kinds: ['seal.missing'], seal };
  },
  async 'changes a row and its hash'(draw) {
    const row = oneOf(draw, draw.rows);
    await draw.client.query(`update audit.log set login = 'nobody' where id = $1`, [row]);
    const { rows } = await draw.client.query<{ seal: number }>(
      `update audit.seals s set leaves = overlay(leaves placing
        sha256(convert_to((select ${draw.leafSql} from audit.log where log.id = $1), 'UTF8') )
        from 1 + 32 * (select sum(greatest(0, least($1::bigint, upper(r)) - lower(r)))::integer from unnest(log_ids) r))
      where log_ids @> $1::bigint returning id as seal`,
      [row],
    );
    return { kinds: ['seal.changed'], seal: rows[0]?.seal ?? 0 };
  },
  async 'takes a row out of its seal'(draw) {
    const row = oneOf(draw, draw.rows);
    await draw.client.query('delete from audit.log where id = $1', [row]);
    const { rows } = await draw.client.query<{ seal: number }>(
      `update audit.seals set log_ids = log_ids - int8multirange(int8range($1, $1 + 1)),
        leaves = substr(leaves, 1, octet_length(leaves) - 32)
      where log_ids @> $1::bigint returning id as seal`,
      [row],
    );
    return { kinds: ['seal.changed'], seal: rows[0]?.seal ?? 0 };
  },
  async 'dates a seal back'(draw) {
    const seal = oneOf(draw, draw.seals);
    await draw.client.query(
      `update audit.seals set created_at = created_at - interval '1 microsecond' where id = $1`,
      [seal],
    );
    return { kinds: ['seal.changed'], seal };
  },
  async 'changes which row was the highest'(draw) {
    const seal = oneOf(draw, draw.seals);
    await draw.client.query(
      'update audit.seals set highest_log_id = highest_log_id + 1 where id = $1',
      [seal],
    );
    return { kinds: ['seal.changed'], seal };
  },
  async 'changes a character of a note'(draw) {
    const seal = oneOf(draw, draw.seals);
    const at = draw.random();
    await draw.client.query(
      `update audit.seals set note = (
        select overlay(note placing case substr(note, n, 1) when 'x' then 'y' else 'x' end from n)
        from (select 1 + floor(length(note) * $2::float8)::integer as n) at)
      where id = $1`,
      [seal, at],
    );
    return { kinds: ['seal.changed', 'seal.forged', 'checkpoint.differs'], seal };
  },
  async 'exchanges two seals'(draw) {
    const seal = oneOf(draw, draw.seals);
    const other = oneOf(
      draw,
      draw.seals.filter((id) => id !== seal),
    );
    await draw.client.query(
      'update audit.seals set id = case id when $1::integer then -$2::integer else -$1::integer end where id in ($1, $2)',
      [seal, other],
    );
    await draw.client.query('update audit.seals set id = -id where id < 0');
    return { kinds: ['seal.changed'], seal };
  },
  async 'adds a seal of its own'(draw) {
    const last = draw.seals.at(-1) ?? 0;
    await draw.client.query(
      `insert into audit.seals select id + 1, log_ids, highest_log_id, leaves, note, clock_timestamp()
      from audit.seals where id = $1`,
      [last],
    );
    return { kinds: ['seal.changed'], seal: last + 1 };
  },
};

/** Tampers as a superuser, looks, and takes it back. */
export async function tampered<Result>(
  draw: Draw,
  name: string,
  look: () => Promise<Result>,
): Promise<{ readonly trace: Trace; readonly found: Result }> {
  const tampering = tamperings[name];
  if (tampering === undefined) throw new Error(`No tampering is called “${name}”.`);
  await draw.client.query('begin');
  try {
    await draw.client.query('set local session_replication_role = replica');
    await draw.client.query('alter table audit.seals drop constraint seals_id_check');
    await draw.client.query('alter table audit.log alter column id drop identity');
    const trace = await tampering(draw);
    return { trace, found: await look() };
  } finally {
    await draw.client.query('rollback');
  }
}
