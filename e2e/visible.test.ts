import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { send } from '../scripts/testing/api.ts';
import { type Instance, startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/** Two cms on one database, each with a learner site. An editor works at the first. */
let system: TestSystem;
let secondCms: Instance;
let secondSite: Instance;
let draft: { id: number; documentId: string };
let token: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true, learner: true });
  secondCms = await system.addCms();
  secondSite = await system.addLearner(secondCms.url);
  token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  draft = await withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ id: number; documentId: string }>(
      'select id, document_id as "documentId" from cms.draft_courses',
    );
    const [row] = rows;
    if (row === undefined) throw new Error('There is no draft course.');
    return row;
  });
});
afterAll(() => system?.stop());

/** Publishes the course under a new name, at the first cms. */
async function publish(name: string): Promise<void> {
  await withClient(system.database.admin, (client) =>
    client.query('update cms.draft_courses set name = $1 where id = $2', [name, draft.id]),
  );
  const published = await send(system, 'POST', `/publisher/courses/${draft.documentId}/publish`, {
    token,
    body: {},
  });
  expect(published.body).toMatchObject({ kind: 'published' });
}

/** What an anonymous browser reads: the catalogue, and the page of its only course. */
async function look(site: string): Promise<{ catalogue: string; course: string }> {
  const catalogue = await (await fetch(site)).text();
  const address = /href="(\/courses\/[^"]+)"/.exec(catalogue)?.[1];
  const course = address ? await (await fetch(new URL(address, site))).text() : '';
  return { catalogue, course };
}

const heading = (page: string): string => /<h1[^>]*>([^<]*)/.exec(page)?.[1]?.trim() ?? '';

/** Far below the age at which a site would look by itself. */
const soon = { timeout: 20_000 };

async function expectSeen(site: string, name: string): Promise<void> {
  await expect
    .poll(async () => {
      const { catalogue, course } = await look(site);
      return [catalogue.includes(name), heading(course).startsWith(name)];
    }, soon)
    .toEqual([true, true]);
}

describe('what is published', () => {
  it('is seen on the learner sites of every cms without reloading anything', async () => {
    await expectSeen(system.learnerUrl, 'How Computers Think');
    await expectSeen(secondSite.url, 'How Computers Think');
    await publish('How computers dream');
    await expectSeen(system.learnerUrl, 'How computers dream');
    await expectSeen(secondSite.url, 'How computers dream');
  });

  it('disappears as quickly when it is withdrawn, and comes back', async () => {
    const set = (status: string) =>
      withClient(system.database.guru, (guru) =>
        guru.query('update live.courses set status = $1', [status]),
      );
    await set('draft');
    await expect
      .poll(async () => (await look(secondSite.url)).catalogue, soon)
      .not.toContain('How computers dream');
    await set('published');
    await expectSeen(secondSite.url, 'How computers dream');
  });
});

describe('a publish that nobody heard of', () => {
  it('is seen once the database is listened to again', async () => {
    const cut = await withClient(system.database.admin, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'ourshiksha-current_versions'`,
      ),
    );
    expect(cut.rowCount).toBe(2);
    await publish('How computers wake');
    await expectSeen(system.learnerUrl, 'How computers wake');
    await expectSeen(secondSite.url, 'How computers wake');
  });

  it('is seen once the cms is back; open streams do not keep it from stopping', async () => {
    await secondCms.part.stop();
    expect(await secondCms.part.ended).toBe('ended with exit code 0');
    await publish('How computers work');
    expect((await look(secondSite.url)).catalogue).toContain('How computers wake');
    secondCms = await system.addCms(Number(new URL(secondCms.url).port));
    await expectSeen(secondSite.url, 'How computers work');
  });
});

describe('the stream of events', () => {
  it('names what is current and begins with everything', async () => {
    const stopping = new AbortController();
    const response = await fetch(`${system.cmsUrl}/api/events`, { signal: stopping.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-store');
    let heard = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const reading = (async () => {
      for (;;) {
        const { done, value = '' } = (await reader?.read()) ?? { done: true };
        if (done) return;
        heard += value;
      }
    })();
    await expect.poll(() => heard, soon).toContain('event: resync\n');
    await publish('How computers rest');
    await expect
      .poll(() => heard, soon)
      .toMatch(/\nid: \d+\.\d+\nevent: current\ndata: \{"course_id":\d+,"version":\d+\}\n\n/);
    stopping.abort();
    await reading.catch(() => undefined);
  });
});
