import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { send } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const canary = 'PEACOCK-SECRET';
let system: TestSystem;
let documentId: string;
let link: URL;
beforeAll(async () => {
  system = await startTestSystem({ learner: true, sample: true });
  documentId = await withClient(system.database.admin, async (client) => {
    await client.query('update cms.draft_questions set correct_answer = $1, explanation = $1', [
      canary,
    ]);
    await client.query('update cms.draft_practice_labs set solution_code = $1', [canary]);
    // One lesson that was never published.
    await client.query(
      `update cms.draft_lessons set live_lesson_id = null, title = 'Only in the draft'
       where id = (select min(id) from cms.draft_lessons)`,
    );
    const { rows } = await client.query<{ document_id: string }>(
      'select document_id from cms.draft_courses',
    );
    return rows[0]?.document_id ?? '';
  });
  const token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  const door = `/publisher/courses/${documentId}/preview`;
  const made = await send(system, 'POST', door, { token, body: { hours: 2 } });
  link = new URL((JSON.parse(made.text) as { url: string }).url);
});
afterAll(() => system?.stop());

const open = async (path: string) => {
  const response = await fetch(new URL(path, system.learnerUrl), { redirect: 'manual' });
  return { status: response.status, text: await response.text() };
};

/** Every page the preview leads to, by its address. */
async function wander(): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const ways = new Set([link.pathname]);
  for (const path of ways) {
    const { status, text } = await open(path);
    expect([path, status]).toEqual([path, 200]);
    pages.set(path, text);
    for (const [, href = ''] of text.matchAll(/href="(\/preview\/[^"#?]+)"/g)) ways.add(href);
  }
  return pages;
}

describe('the link an editor makes', () => {
  it('leads through the whole draft on the learner site, marked as a preview, answers kept back', async () => {
    expect(link.origin).toBe(system.learnerUrl);
    const pages = await wander();
    const inside = [...pages.keys()].map((path) => path.replace(link.pathname, ''));
    for (const kind of ['lessons', 'labs', 'tests', 'projects'])
      expect(inside.filter((path) => path.startsWith(`/${kind}/`)).length).toBeGreaterThan(0);
    for (const [path, text] of pages) {
      expect([path, text.includes('Preview of a draft')]).toEqual([path, true]);
      expect([path, text.includes(canary)]).toEqual([path, false]);
    }
    const fresh = [...pages].filter(([path]) => /\/lessons\/-\d+$/.test(path));
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.[1]).toContain('<h1');
    expect(fresh[0]?.[1]).toContain('Only in the draft');
  });

  it('shows students nothing of it: what is live stays', async () => {
    const { text } = await open('/');
    const address = /href="(\/courses\/\d[^"]*)"/.exec(text)?.[1] ?? '';
    const course = await open(address);
    expect(course.status).toBe(200);
    expect(course.text).not.toContain('Only in the draft');
  });

  it('opens no other draft, and nothing once the draft is gone', async () => {
    const other = link.pathname.replace(documentId, 'b'.repeat(24));
    expect((await open(other)).status).toBe(403);
    await withClient(system.database.admin, (client) =>
      client.query('delete from cms.draft_courses where document_id = $1', [documentId]),
    );
    const gone = await open(link.pathname);
    expect(gone.status).toBe(404);
    expect(gone.text).toContain('This draft was deleted');
  });
});
