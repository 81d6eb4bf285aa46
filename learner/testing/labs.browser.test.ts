import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../src/messages/index.ts';
import { type Browsing, hasBrowser, sound, startBrowsing, type Who } from './browsing.ts';
import { token } from './draft.ts';
import { type Site, startSite } from './site.ts';

/**
 * Labs in a browser, in front of the fixture: what runs in the sandbox really runs there, and tries
 * to get out.
 */
const text = messages.lab;
const PATIENCE = 60_000;

/** A program that fails, in which line, and a word of what is said of it. */
interface Failing {
  readonly code: string;
  readonly line: number;
  readonly says: string;
}

describe.skipIf(!hasBrowser)('a lab in a browser', () => {
  let site: Site;
  let browsing: Browsing;

  beforeAll(async () => {
    site = await startSite();
    browsing = await startBrowsing(site.url, ['begun', 'ready', 'done', 'behind']);
  });

  afterAll(async () => {
    await browsing?.close();
    await site?.close();
  });

  async function openLab(who: Who, lab: number, options: BrowserContextOptions = {}) {
    const opened = await browsing.open(who, options);
    opened.page.setDefaultTimeout(PATIENCE);
    await opened.page.goto(`${site.url}/learn/1/labs/${lab}`);
    if (options.javaScriptEnabled !== false) await editorReady(opened.page);
    return opened;
  }

  const editorReady = (page: Page) =>
    page.locator('.lab-code[data-ready]').waitFor({ state: 'attached' });
  const editor = (page: Page) => page.getByRole('textbox', { name: /^Your code for/ });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const result = (page: Page) => page.locator('[data-name="result"]');
  const console_ = (page: Page) => page.locator('#lab-trial ~ div .lab-console').first();

  async function write(page: Page, code: string) {
    await editor(page).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(code);
  }

  async function run(page: Page, code: string) {
    await write(page, code);
    await button(page, text.run).click();
    await result(page).getByText(text.ran).waitFor();
  }

  /** Runs code that fails, and finds the line marked. */
  async function fails(page: Page, { code, line, says }: Failing) {
    await write(page, code);
    await button(page, text.run).click();
    await result(page).getByText(says).waitFor();
    await result(page).getByText(text.error(line)).waitFor();
    expect(await page.locator('.cm-failed').textContent()).toBe(code.split('\n')[line - 1]);
  }

  /**
   * Presses “Stop” as soon as the run that comes next has printed the words. From within the page: the
   * clock stops a run, too, and is not to be first where the machine is slow.
   */
  const stopOnce = (page: Page, printed: string) =>
    page.evaluate(
      ([label, words]) => {
        const observer = new MutationObserver(() => {
          const said = document.querySelector('#lab-trial ~ div .lab-console')?.textContent;
          const stop = [...document.querySelectorAll('button')].find(
            (one) => one.textContent === label && one.checkVisibility(),
          );
          if (!stop || !said?.includes(words)) return;
          observer.disconnect();
          stop.click();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      },
      [text.stop, printed] as const,
    );

  const codeOf = (page: Page) =>
    page.evaluate(() => document.querySelector<HTMLTextAreaElement>('#lab-code')?.value);

  describe('runs code', () => {
    it('in JavaScript, with the given tests, names of the top level included', async () => {
      const { context, page } = await openLab('begun', 401);
      await run(page, "const greet = (name) => 'Hello, ' + name;\nconsole.log(greet('Asha'));\n");
      await result(page).getByText(text.outputRight).waitFor();
      expect(await result(page).textContent()).toContain(text.testsPassed(1, 1));
      await context.close();
    });

    it('in TypeScript, its types taken off', async () => {
      const { context, page } = await openLab('begun', 406);
      await run(page, 'const double = (n: number): number => n + n;\nconsole.log(double(4));\n');
      expect(await console_(page).textContent()).toBe('8\n');
      expect(await result(page).textContent()).toContain(text.testsPassed(1, 1));
      await context.close();
    });

    it('in Python, from this site’s own files; and says in which line it failed', async () => {
      const { context, page } = await openLab('begun', 402);
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await run(page, 'def total(numbers):\n    return sum(numbers)\n\nprint(total([1, 2, 3]))\n');
      await result(page).getByText(text.outputRight).waitFor();
      expect(await result(page).textContent()).toContain(text.testsPassed(1, 1));
      expect([...hosts].filter(Boolean)).toEqual([new URL(site.url).host]);
      await fails(page, { code: 'x = 1\n\ny = x / 0\n', line: 3, says: 'ZeroDivisionError' });
      await context.close();
    });

    it('in SQL, after the tables of the lab; and says in which line it failed', async () => {
      const { context, page } = await openLab('begun', 403);
      await run(
        page,
        'create view tall as select name from trees where height > 20; select * from tall;',
      );
      expect(await console_(page).textContent()).toContain('banyan');
      expect(await result(page).textContent()).toContain(text.testsPassed(1, 1));
      await fails(page, { code: 'select 1;\nselekt 2;\n', line: 2, says: 'syntax error' });
      await context.close();
    });

    it('as a page beside the code, scripts included', async () => {
      const { context, page } = await openLab('begun', 404);
      await write(page, "<h1></h1><script>document.querySelector('h1').append('Hi')</script>");
      await button(page, text.show).click();
      await page.frameLocator('.lab-page').getByRole('heading', { name: 'Hi' }).waitFor();
      expect(await result(page).textContent()).toContain(text.testsPassed(0, 1));
      expect(await page.getByText(text.visual).count()).toBe(1);
      await context.close();
    });

    it.each([
      {
        language: 'JavaScript',
        lab: 401,
        programs: [
          { code: 'let a = 1;\nfoo bar;\n', line: 2, says: 'SyntaxError' },
          { code: 'let a = null;\n\na.b;\n', line: 3, says: 'TypeError' },
          {
            code: 'const later = async () => {\n  throw new Error("no");\n};\nlater();\n',
            line: 2,
            says: 'Error: no',
          },
        ],
      },
      {
        language: 'TypeScript',
        lab: 406,
        programs: [{ code: 'let a: number = 1;\nlet let = ;\n', line: 2, says: 'SyntaxError' }],
      },
    ])('and says in which line it failed: $language', async ({ lab, programs }) => {
      const { context, page } = await openLab('begun', lab);
      for (const program of programs) await fails(page, program);
      await context.close();
    });

    it('until it is stopped: by the button, by the clock; and the next run works', async () => {
      const { context, page } = await openLab('begun', 401);
      await write(page, "console.log('before');\nwhile (true) {}\n");
      await stopOnce(page, 'before');
      await page.keyboard.press('Control+Enter');
      await result(page).getByText(text.stopped).waitFor();
      await button(page, text.run).click();
      await result(page).getByText(text.late(5)).waitFor();
      await run(page, "console.log('after');\n");
      expect(await console_(page).textContent()).toBe('after\n');
      await context.close();
    });

    it('and cuts a flood of output', async () => {
      const { context, page } = await openLab('begun', 401);
      await run(page, "for (let n = 0; n < 1e5; n++) console.log('flood');\n");
      const printed = (await console_(page).textContent()) ?? '';
      expect(printed.length).toBeLessThan(65_000);
      expect(printed.endsWith('…')).toBe(true);
      await context.close();
    });
  });

  describe('is closed to the outside', () => {
    /** What code may try, each giving "reached" only where it got out. */
    const tries = (origin: string, cms: string) => `
      const attempts = {
        fetchSite: () => fetch('${origin}/health?escaped').then(() => 'reached'),
        fetchCms: () => fetch('${cms}/api/courses?escaped').then(() => 'reached'),
        fetchNoCors: () => fetch('${origin}/health?escaped', { mode: 'no-cors' }).then(() => 'reached'),
        request: () => new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.onload = () => resolve('reached');
          request.onerror = () => reject(new Error('blocked'));
          request.open('GET', '${origin}/health?escaped');
          request.send();
        }),
        socket: () => new Promise((resolve, reject) => {
          const socket = new WebSocket('${origin.replace('http', 'ws')}/health?escaped');
          socket.onopen = () => resolve('reached');
          socket.onerror = () => reject(new Error('blocked'));
        }),
        events: () => new Promise((resolve, reject) => {
          const events = new EventSource('${origin}/health?escaped');
          events.onopen = () => resolve('reached');
          events.onerror = () => reject(new Error('blocked'));
        }),
        script: () => import('${origin}/favicon.svg?escaped').then(() => 'reached'),
        storage: () => { localStorage.setItem('a', 'b'); return 'reached'; },
        session: () => { sessionStorage.setItem('a', 'b'); return 'reached'; },
        database: () => new Promise((resolve, reject) => {
          const asked = indexedDB.open('a');
          asked.onsuccess = () => resolve('reached');
          asked.onerror = () => reject(new Error('blocked'));
        }),
        caches: () => caches.keys().then(() => 'reached'),
        parentPage: () => (parent.document.body ? 'reached' : 'none'),
        topPage: () => (top.document.cookie !== undefined ? 'reached' : 'none'),
        frames: () => (frameElement ? 'reached' : 'none'),
      };
      const all = async () => {
        const found = {};
        for (const [name, attempt] of Object.entries(attempts)) {
          try { found[name] = await Promise.race([attempt(), new Promise((r) => setTimeout(r, 1000, 'silent'))]); } catch (error) { found[name] = 'blocked'; }
        }
        return found;
      };`;

    /** Every address that is tried says so, to be told from what the page itself asks for. A request that the policy stops is told of, too; what gets out is answered. */
    function watch(page: Page) {
      const answered: string[] = [];
      page.on('response', (response) => {
        if (response.url().includes('escaped')) answered.push(response.url());
      });
      return answered;
    }

    it('for code that runs: nothing is reached and nothing is sent', async () => {
      const { context, page } = await openLab('begun', 401);
      await run(page, 'console.log(1);');
      const answered = watch(page);
      const escapes = `
        attempts.imported = () => { importScripts('${site.url}/favicon.svg?escaped'); return 'reached'; };
        attempts.nested = () => new Promise((resolve) => {
          const inner = 'fetch("${site.url}/health?escaped").then(() => postMessage("reached"), () => postMessage("blocked"))';
          const worker = new Worker(URL.createObjectURL(new Blob([inner])));
          worker.onmessage = ({ data }) => resolve(data);
        });
        attempts.cookie = () => (typeof document === 'undefined' ? 'none' : 'reached');
        all().then((found) => console.log(JSON.stringify(found)));`;
      await run(page, tries(site.url, site.cms.url) + escapes);
      const found = JSON.parse((await console_(page).textContent()) ?? '{}');
      expect(Object.keys(found).length).toBe(17);
      expect(Object.values(found)).not.toContain('reached');
      expect(answered).toEqual([]);
      // A frame without an origin would have said so.
      expect(site.cms.seen.filter(({ headers }) => headers.origin === 'null')).toEqual([]);
      await context.close();
    });

    it('for pages that are shown: nothing is reached, and the student stays where they are', async () => {
      const { context, page } = await openLab('begun', 404);
      await page.evaluate(() => localStorage.setItem('secret', 'kept'));
      const answered = watch(page);
      const escapes = `
        attempts.cookie = () => (document.cookie ? 'reached' : 'none');
        attempts.window = () => (open('${site.url}/?escaped') ? 'reached' : 'none');
        attempts.top = () => { top.location = '${site.url}/logout?escaped'; return 'none'; };
        attempts.picture = () => new Promise((resolve, reject) => {
          const picture = new Image();
          picture.onload = () => resolve('reached');
          picture.onerror = () => reject(new Error('blocked'));
          picture.src = '${site.url}/share.png?escaped';
        });
        attempts.peer = () => (typeof RTCPeerConnection === 'undefined' ? 'none' : 'reached');
        attempts.form = () => { document.querySelector('form').submit(); return 'none'; };
        all().then((found) => { document.querySelector('p').textContent = JSON.stringify(found); });`;
      await write(
        page,
        `<p></p><form action="${site.url}/logout?escaped" method="post"></form><script>${tries(site.url, site.cms.url)}${escapes}</script>`,
      );
      await button(page, text.show).click();
      const told = page.frameLocator('.lab-page').locator('p');
      await expect.poll(() => told.textContent(), { timeout: PATIENCE }).not.toBe('');
      const found = JSON.parse((await told.textContent()) ?? '{}');
      expect(Object.keys(found).length).toBe(20);
      expect(Object.values(found)).not.toContain('reached');
      expect(page.url()).toBe(`${site.url}/learn/1/labs/404`);
      expect(answered).toEqual([]);
      await context.close();
    });

    it('for whoever opens its documents by themselves, and for pages of others', async () => {
      for (const name of ['run', 'show']) {
        const { headers } = await fetch(`${site.url}/sandbox/${name}`);
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("frame-ancestors 'self'");
        expect(policy).toMatch(/(^|; )sandbox allow-scripts$/);
        expect(policy).not.toContain('connect-src');
      }
      expect((await fetch(`${site.url}/sandbox/toString`)).status).toBe(404);
      const { headers } = await fetch(`${site.url}/`);
      expect(headers.get('content-security-policy')).not.toMatch(/frame-src[^;]*'self'/);
    });
  });

  describe('keeps what was typed', () => {
    it('across a reload and on another device', async () => {
      const { context, page } = await openLab('begun', 401);
      await write(page, '// mine');
      await page.getByText(text.saving.saved, { exact: true }).waitFor();
      await page.reload();
      expect(await codeOf(page)).toBe('// mine');
      await context.close();
      const elsewhere = await openLab('begun', 401);
      expect(await codeOf(elsewhere.page)).toBe('// mine');
      await elsewhere.context.close();
    });

    it('while the line is down, and sends it when it is back', async () => {
      const { context, page } = await openLab('done', 401);
      await page.route('**/save', (route) => route.abort());
      await write(page, '// on the train');
      await page.getByText(text.saving.failed).waitFor();
      await page.reload();
      await editorReady(page);
      expect(await codeOf(page)).toBe('// on the train');
      await page.unroute('**/save');
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.getByText(text.saving.saved, { exact: true }).waitFor();
      await page.waitForFunction(() => localStorage.length === 0);
      await context.close();
    });

    it('starting over asks first and can be taken back', async () => {
      const { context, page } = await openLab('ready', 401);
      const given = await codeOf(page);
      await write(page, '// long work');
      await button(page, text.reset).click();
      await page.getByRole('dialog').getByRole('button', { name: text.resetNo }).click();
      expect(await codeOf(page)).toBe('// long work');
      await button(page, text.reset).click();
      await page.getByRole('dialog').getByRole('button', { name: text.resetYes }).click();
      await expect.poll(() => codeOf(page)).toBe(given);
      await button(page, text.undo).click();
      await expect.poll(() => codeOf(page)).toBe('// long work');
      await context.close();
    });
  });

  it('the server’s check alone completes it; hints come one by one, the solution at the end', async () => {
    const { context, page, complaints } = await openLab('behind', 401);
    await page.getByText(text.hintCount(0, 2)).waitFor();
    await button(page, text.nextHint(1)).click();
    await page.getByText(text.hintCount(1, 2)).waitFor();
    await button(page, text.nextHint(2)).click();
    await page.getByText(text.hintCount(2, 2)).waitFor();
    expect(await page.getByRole('button', { name: /^Show hint/ }).count()).toBe(0);
    await button(page, text.check).click();
    await page.getByText(text.notPassed).waitFor();
    expect(await page.getByText(text.solution).count()).toBe(0);
    expect(await result(page).textContent()).toContain(text.hiddenTest(1));
    await sound(page, 'lab-not-passed');
    await page.setViewportSize({ width: 1280, height: 800 });
    await write(page, "const greet = (name) => { return 'Hello, ' + name; };");
    await button(page, text.check).click();
    await page.getByText(text.passed).waitFor();
    await page.getByRole('heading', { name: text.solution }).waitFor();
    await page.reload();
    await page.getByText(text.verified).waitFor();
    await page.getByRole('heading', { name: text.solution }).waitFor();
    await sound(page, 'lab-passed');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('one that nothing can verify is done by one’s word, and says what that is worth', async () => {
    const { context, page } = await openLab('behind', 405);
    await page.getByText(text.wordOfHonour).waitFor();
    expect(await page.getByRole('button', { name: text.check }).count()).toBe(0);
    await sound(page, 'lab-by-word');
    await button(page, text.declare).click();
    await page.getByText(text.declared).waitFor();
    await context.close();
  });

  it('works as a plain form where there is no JavaScript', async () => {
    const { context, page } = await openLab('done', 401, { javaScriptEnabled: false });
    expect(await page.getByRole('button', { name: text.run, exact: true }).count()).toBe(0);
    await page.getByLabel(/^Your code for/).fill('// first\n// second');
    await button(page, text.nextHint(1)).click();
    await page.getByText(text.hintCount(1, 2)).waitFor();
    expect(await page.getByLabel(/^Your code for/).inputValue()).toBe('// first\n// second');
    await button(page, text.check).click();
    await page.getByText(text.notPassed).waitFor();
    await page.getByLabel(/^Your code for/).fill("const greet = (n) => { return 'Hello, ' + n; }");
    await button(page, text.check).click();
    await page.getByText(text.passed).waitFor();
    await page.getByRole('heading', { name: text.solution }).waitFor();
    await context.close();
  });

  it('in a preview runs, and stores nothing', async () => {
    const { context, page } = await browsing.open('guest');
    await page.goto(`${site.url}/preview/${token}/labs/-401`);
    await editorReady(page);
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await run(page, "console.log('tried');");
    expect(await console_(page).textContent()).toBe('tried\n');
    expect(posts).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await context.close();
  });

  it('fetches editor and runtimes only when they are wanted, and each runtime once', async () => {
    const { context, page } = await openLab('begun', 401);
    const runtimes: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('.gz')) runtimes.push(request.url());
    });
    await page.goto(`${site.url}/learn/1/lessons/101`);
    await page.waitForLoadState('load');
    const scripts = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(scripts.filter((name) => /editor|LabBench/.test(name))).toEqual([]);
    await page.goto(`${site.url}/learn/1/labs/401`);
    await editorReady(page);
    expect(runtimes).toEqual([]);
    await run(page, 'console.log(1);');
    await run(page, 'console.log(2);');
    expect(runtimes.length).toBe(1);
    const { headers } = await fetch(runtimes[0] ?? '');
    expect(headers.get('cache-control')).toContain('immutable');
    await context.close();
  });

  it('is sound while it is tried: editor, result, page, question, without a mouse', async () => {
    const { context, page, complaints } = await openLab('begun', 401);
    await sound(page, 'lab-instructions');
    await page.setViewportSize({ width: 360, height: 800 });
    await page.locator('.lab-tabs').getByRole('button', { name: text.code }).click();
    await sound(page, 'lab-code');
    await page.setViewportSize({ width: 360, height: 800 });
    await editor(page).focus();
    // After Esc the editor lets Tab go on for two seconds: nothing is waited for in between.
    await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Tab')]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(text.run);
    await page.keyboard.press('Enter');
    await page.locator('#lab-trial').waitFor();
    await result(page).getByText(text.inBrowserText).waitFor();
    await sound(page, 'lab-result');
    await button(page, text.reset).click();
    await page.getByRole('dialog').waitFor();
    await sound(page, 'lab-reset');
    expect(complaints).toEqual([]);
    await context.close();
    const shown = await openLab('begun', 404);
    await write(shown.page, '<h1>Namaste</h1>');
    await button(shown.page, text.show).click();
    await shown.page.frameLocator('.lab-page').getByRole('heading').waitFor();
    await sound(shown.page, 'lab-page');
    await shown.context.close();
  });
});
