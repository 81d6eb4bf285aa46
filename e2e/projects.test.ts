import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SiteVisitor } from '../scripts/lib/site-visitor.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { type ApiStudent, send, signUp } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const megabyte = 1024 * 1024;

let system: TestSystem;
let administrator: string;
let course: number;
let project: number;
let address: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true, learner: true });
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
});
afterAll(() => system?.stop());

async function studentOnSite(): Promise<{ student: ApiStudent; visitor: SiteVisitor }> {
  const student = await signUp(system);
  const { body } = await send(system, 'GET', '/api/courses');
  course = body.courses?.[0]?.id ?? 0;
  const { token } = student;
  await send(system, 'POST', '/api/enrollments', { token, body: { course_id: course } });
  const { outline } = (await send(system, 'GET', `/api/enrollments/${course}`, { token })).body;
  project =
    [...(outline?.modules ?? []), ...(outline ? [outline] : [])].flatMap((part) => part.projects)[0]
      ?.id ?? 0;
  address = `/learn/${course}/projects/${project}`;
  const visitor = new SiteVisitor(system.learnerUrl);
  const login = await visitor.open('/login');
  const form = login.forms.find(({ names }) => names.includes('password'));
  if (form === undefined) throw new Error('The site has no login.');
  await visitor.submit(login, form, { email: student.email, password: 'long-enough-for-us' });
  return { student, visitor };
}
const formWith = <Form extends { names: readonly string[] }>(
  forms: readonly Form[],
  name: string,
) => {
  const form = forms.find(({ names }) => names.includes(name));
  if (form === undefined) throw new Error(`The page has no form with ${name}.`);
  return form;
};
const asAdministrator = (method: string, door: string, body?: unknown) =>
  send(system, method, `/records/submissions${door}`, { token: administrator, body });

describe('a project', () => {
  it('goes from the site to a reviewer and back: by mail and on the page', async () => {
    const { student, visitor } = await studentOnSite();
    let page = await visitor.open(address);
    page = await visitor.upload(page, formWith(page.forms, 'files'), 'files', [
      new File(['%PDF-1.7 birds'], 'पक्षी.pdf'),
    ]);
    expect(page.html).toContain('पक्षी.pdf');
    page = await visitor.submit(page, formWith(page.forms, 'submission_url'), {
      submission_url: 'https://example.org/birds',
      submission_notes: 'Three **birds**. <script>alert(1)</script>',
    });
    expect(page.html).toContain('<strong>birds</strong>');
    expect(page.html).not.toContain('<script>alert(1)');

    const file = page.links.find((link) => link.includes('/submissions/')) ?? '';
    const saved = await fetch(new URL(file, system.learnerUrl), {
      headers: { cookie: visitor.cookie },
    });
    expect(await saved.text()).toBe('%PDF-1.7 birds');
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff');
    expect(saved.headers.get('content-security-policy')).toContain('sandbox');
    const other = await studentOnSite();
    expect((await other.visitor.open(file)).status).toBe(404);

    const waiting = (await asAdministrator('GET', '?state=waiting')).body as unknown as {
      rows: { id: number; projectTitle: string }[];
    };
    const id = waiting.rows[0]?.id;
    expect((await asAdministrator('POST', `/${id}/take`, { from: null })).status).toBe(200);
    const handedIn = (await asAdministrator('GET', `/${id}`)).body as unknown as {
      files: { id: number; name: string }[];
    };
    expect(handedIn.files.map(({ name }) => name)).toEqual(['पक्षी.pdf']);
    const door = `/records/files/${handedIn.files[0]?.id}`;
    const download = await send(system, 'GET', door, { token: administrator });
    expect([download.status, download.text]).toEqual([200, '%PDF-1.7 birds']);
    expect(download.headers.get('content-disposition')).toMatch(/^attachment;/);
    for (const token of [undefined, student.token])
      expect((await send(system, 'GET', door, { token })).status).toBe(401);
    const read = (
      await send(system, 'GET', `/api/courses/${course}/projects/${project}`, {
        token: student.token,
      })
    ).body as unknown as { project: { evaluation_checklist: { criterion: string }[] } };
    const review = await asAdministrator('POST', `/${id}/review`, {
      status: 'approved',
      score: 88,
      feedback: 'Sharp eyes.',
      checklist: read.project.evaluation_checklist.map(({ criterion }) => ({
        criterion,
        met: true,
      })),
    });
    expect([review.status, review.text.slice(0, 200)]).toEqual([200, expect.any(String)]);
    const approval = () =>
      system.mail
        .mails()
        .find(({ to, subject }) => to.includes(student.email) && subject.startsWith('Approved: '));
    await expect.poll(approval, { timeout: 30_000 }).toBeDefined();
    expect(approval()?.links).toContain(`${system.learnerUrl}${address}`);
    page = await visitor.open(address);
    expect(page.html).toContain('88 of 100');
    expect(page.html).toContain('Sharp eyes.');
    expect(page.forms.some(({ names }) => names.includes('submission_url'))).toBe(false);
  });

  it('tells without JavaScript what is wrong with a file', async () => {
    const { visitor } = await studentOnSite();
    const page = await visitor.open(address);
    for (const [file, said] of [
      [new File(['x'], 'x.exe'), 'of a type that is not taken'],
      [new File([new Uint8Array(25 * megabyte)], 'x.txt'), 'too large'],
      [new File([new Uint8Array(70 * megabyte)], 'x.txt'), 'too large'],
    ] as const) {
      const refused = await visitor.upload(page, formWith(page.forms, 'files'), 'files', [file]);
      expect([refused.status, refused.html.includes(said)]).toEqual([200, true]);
    }
  });
});

describe('an endless upload to the site', () => {
  /** Kilobytes that the cms and the site have in memory, both being children of this process. */
  const resident = (): number =>
    execFileSync('ps', ['-o', 'rss=', '--ppid', String(process.pid)], { encoding: 'utf8' })
      .split('\n')
      .reduce((sum, line) => sum + Number(line), 0);

  it('of 2 GB is cut, and nobody’s memory grows with it', async () => {
    const { visitor } = await studentOnSite();
    const before = resident();
    const { hostname, port } = new URL(system.learnerUrl);
    const socket = connect(Number(port), hostname);
    let isOpen = true;
    let most = 0;
    let written = 0;
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) =>
      socket.once('close', () => {
        isOpen = false;
        resolve();
      }),
    );
    socket.resume();
    socket.write(
      `POST ${address}/files HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${system.learnerUrl}\r\n` +
        `Cookie: ${visitor.cookie}\r\nContent-Length: ${2048 * megabyte}\r\n` +
        'Content-Type: multipart/form-data; boundary=xyz\r\n\r\n' +
        '--xyz\r\nContent-Disposition: form-data; name="files"; filename="x.txt"\r\n\r\n',
    );
    const piece = Buffer.alloc(megabyte, 'x');
    while (isOpen && written < 2048 * megabyte) {
      written += piece.length;
      if (!socket.write(piece))
        await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))]);
      if (written % (16 * megabyte) === 0) most = Math.max(most, resident());
    }
    await closed;
    expect(written).toBeLessThan(1024 * megabyte);
    expect(most - before).toBeLessThan(250 * 1024);
    expect((await visitor.open(address)).status).toBe(200);
  });
});
