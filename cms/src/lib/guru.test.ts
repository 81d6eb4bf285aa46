import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../scripts/testing/strapi.ts';
import { asGuru, readAsGuru } from './guru';

let running: TestStrapi;
beforeAll(async () => {
  running = await startTestStrapi();
});
afterAll(() => running?.stop());

describe('reading as guru', () => {
  it('can write nothing, not even to the drafts', async () => {
    const write = `insert into cms.draft_courses (document_id, name) values ('${'a'.repeat(24)}', 'Written')`;
    const tried = readAsGuru(running.strapi, (database) => database.rows(write));
    await expect(tried).rejects.toMatchObject({ code: '25006' });
    await expect(
      readAsGuru(running.strapi, async (database) => {
        await database.rows('set transaction read write');
        await database.rows(write);
      }),
    ).rejects.toMatchObject({ code: '25001' });
  });

  it('leaves the connection as it was', async () => {
    await readAsGuru(running.strapi, (database) => database.rows('select 1'));
    const kept = await asGuru(running.strapi, (database) =>
      database.rows(`select current_setting('transaction_read_only') as "readOnly",
        current_setting('statement_timeout') as timeout`),
    );
    expect(kept).toEqual([{ readOnly: 'off', timeout: '0' }]);
  });
});
