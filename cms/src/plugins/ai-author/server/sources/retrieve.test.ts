import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../../../scripts/testing/database.ts';
import { roughTokens } from '../model/tokens';
import { passagesFor } from './retrieve';

let database: TestDatabase;
let client: Client;
const ids: number[] = [];
beforeAll(async () => {
  database = await createDatabase();
  client = new Client({ connectionString: database.guru });
  await client.connect();
  const topics = ['recursion', 'sorting', 'hashing', 'graphs', 'compilers'];
  for (const topic of topics) {
    const bodies = Array.from(
      { length: 20 },
      (_, index) =>
        `Chapter ${index} of this common book speaks of ${topic}. ${index === 7 ? `Here stands the zebra of ${topic}, and it loops.` : `${topic} again. `.repeat(20)}`,
    );
    ids.push(await attach(`On ${topic}`, bodies));
  }
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function attach(name: string, bodies: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into ai.sources (course, name, kind, characters, sha256, added_by, added_by_name)
    values ('c', $1, 'text', $2, $3, 1, 'Editor') returning id`,
    [name, bodies.join('').length, 'a'.repeat(64)],
  );
  const id = rows[0]?.id ?? 0;
  await client.query(
    `insert into ai.passages (source_id, position, place, body)
    select $1, n, 'Page ' || n, body from unnest($2::text[]) with ordinality as piece (body, n)`,
    [id, bodies],
  );
  return id;
}
const reader = {
  rows: async <Row>(statement: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query(statement, [...parameters])).rows as Row[],
};
const costOf = (passages: readonly { text: string; source: string; place: string }[]): number =>
  passages.reduce(
    (sum, { text, source, place }) =>
      sum + roughTokens(text) + roughTokens(source) + roughTokens(place),
    0,
  );

describe('The passages for a question', () => {
  it('are all of them, in order, where there is room', async () => {
    const passages = await passagesFor(reader, ids.slice(0, 1), 'anything', 20_000);
    expect(passages.map(({ label, place }) => [label, place])).toEqual(
      Array.from({ length: 20 }, (_, index) => [`S${index + 1}`, `Page ${index + 1}`]),
    );
    expect(passages[0]?.source).toBe('On recursion');
  });

  it('are those about it where there is not, and a rare word counts for more', async () => {
    const passages = await passagesFor(reader, ids, 'Common book: how a zebra is looping', 400);
    expect(passages.length).toBeGreaterThan(0);
    expect(passages.some(({ text }) => text.includes('zebra'))).toBe(true);
    const about = await passagesFor(reader, ids, 'Hashing in a common book', 1000);
    expect(about.filter(({ source }) => source === 'On hashing').length).toBeGreaterThan(5);
    expect(about.length).toBeLessThan(9);
    expect(about.map(({ label }) => label)).toEqual(about.map((_, index) => `S${index + 1}`));
  });

  it('never exceed the budget', async () => {
    for (const budget of [0, 50, 120, 300, 1000, 5000, 12_000]) {
      const passages = await passagesFor(reader, ids, 'graphs and compilers', budget);
      expect(costOf(passages)).toBeLessThanOrEqual(budget);
    }
  });

  it('are beginnings where nothing is found, and none where nothing is attached', async () => {
    const passages = await passagesFor(reader, ids, 'xylophone', 1000);
    expect(passages[0]).toMatchObject({ source: 'On recursion', place: 'Page 1' });
    expect(await passagesFor(reader, ids, '', 1000)).toEqual(passages);
    expect(await passagesFor(reader, [], 'graphs', 1000)).toEqual([]);
  });

  it('are found whatever signs the question holds', async () => {
    const odd = `zebra' | ! & :* \\ <-> "(graphs)" \u0000 ''; drop table ai.passages; -- पाइथन 🦓`;
    const passages = await passagesFor(reader, ids, odd, 500);
    expect(passages.some(({ text }) => text.includes('zebra'))).toBe(true);
  });
});
