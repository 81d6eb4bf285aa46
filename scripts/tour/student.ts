import { randomBytes } from 'node:crypto';
import { until } from '../lib/processes.ts';
import { type PageForm, type SitePage, SiteVisitor, textOf } from '../lib/site-visitor.ts';
import type { RunningSystem } from '../lib/system.ts';
import type { PublishedCourse } from './guru.ts';
import { hold, type Step } from './report.ts';

const name = 'Asha Rao';

/** The student's part, wholly by the site's pages and forms, from registering to the certificate. */
export async function playStudent(
  step: Step,
  system: RunningSystem,
  course: PublishedCourse,
): Promise<Record<'number' | 'name' | 'link', string>> {
  const visitor = new SiteVisitor(system.learnerUrl);
  const email = `asha.${randomBytes(4).toString('hex')}@student.example`;
  const password = randomBytes(12).toString('base64url');

  await step('see the catalogue', async () => {
    // The site hears of a publish a moment after it; half a minute is far beyond its promise.
    let link: string | undefined;
    await until(
      async () => {
        const { links } = await opened(visitor, '/');
        link = links.find((href) => href.startsWith(`/courses/${course.id}-`));
        return link !== undefined;
      },
      { within: 30_000 },
    );
    hold(link !== undefined, `The catalogue does not link to course ${course.id}.`);
    const about = await opened(visitor, link);
    hold(textOf(about.html).includes(course.name), 'The course page does not name the course.');
    return { detail: link, result: undefined };
  });

  await step('register', async () => {
    const page = await opened(visitor, '/register');
    const sent = await visitor.submit(page, formNamed(page, 'password'), { name, email, password });
    hold(sent.status === 200 && sent.url.pathname === '/check-mail', stoodAt(sent));
    return { detail: email, result: undefined };
  });

  await step('be let in only when confirmed', async () => {
    const page = await login(visitor, email, password);
    hold(page.url.pathname === '/login', `An unconfirmed address came in: ${stoodAt(page)}`);
    return { detail: stoodAt(page), result: undefined };
  });

  await step('confirm by the mail', async () => {
    const link = await confirmationLink(system.mail.webUrl, email);
    const asking = await opened(visitor, link);
    const page = await visitor.submit(asking, formNamed(asking, 'token'));
    hold(page.links.includes('/login'), 'The page behind the link offers no login.');
    return { detail: new URL(link).pathname, result: undefined };
  });

  await step('log in', async () => {
    const page = await login(visitor, email, password);
    hold(page.status === 200 && page.url.pathname === '/dashboard', stoodAt(page));
    return { detail: stoodAt(page), result: undefined };
  });

  const parts = await step('enrol', async () => {
    const page = await opened(visitor, `/courses/${course.id}`);
    const form = page.forms.find(({ action }) => action.endsWith('/enroll'));
    hold(form !== undefined, 'The course page has no form to enrol.');
    const inside = await visitor.submit(page, form);
    hold(
      inside.status === 200 && inside.url.pathname.startsWith(`/learn/${course.id}`),
      stoodAt(inside),
    );
    const part = (kind: string) =>
      inside.links.filter((href) => new RegExp(`^/learn/${course.id}/${kind}/\\d+$`).test(href));
    const [lessons, tests] = [part('lessons'), part('tests')];
    const others = [...part('labs'), ...part('projects')];
    const count = `${lessons.length} lessons, ${tests.length} tests, ${others.length} labs and projects`;
    hold(lessons.length === course.lessons && tests.length === course.tests, `Found ${count}.`);
    return { detail: count, result: { lessons, tests, others } };
  });

  await step('no certificate before its time', async () => {
    const page = await opened(visitor, `/learn/${course.id}/certificate`);
    const offered = page.forms.some(({ action }) => action === `/learn/${course.id}/certificate`);
    hold(!offered, 'The certificate can be asked for before anything was learned.');
    return { detail: stoodAt(page), result: undefined };
  });

  for (const address of parts.lessons) {
    await step('lesson', async () => {
      const page = await opened(visitor, address);
      const title = headingOf(page);
      const form = page.forms.find(({ action }) => action === `${address}/complete`);
      hold(form !== undefined, `“${title}” cannot be marked as done.`);
      const next = await visitor.submit(page, form);
      hold(next.status === 200, stoodAt(next));
      return { detail: title, result: undefined };
    });
  }
  for (const address of parts.others) {
    await step('lab or project', async () => {
      return { detail: headingOf(await opened(visitor, address)), result: undefined };
    });
  }
  for (const address of parts.tests) {
    await step('test', async () => {
      return { detail: await takeTest(visitor, address), result: undefined };
    });
  }

  const address = await step('certificate', async () => {
    const page = await drawnCertificate(visitor, `/learn/${course.id}/certificate`);
    const number = /OS-\d{4}-\d{6,}-\d/.exec(textOf(page.html))?.[0];
    hold(number !== undefined, `No number is shown. ${stoodAt(page)}`);
    const link = page.links.find((path) => /^\/c\/[0-9a-z]{26}$/.test(path));
    hold(link !== undefined, 'The page has no link to what others see.');
    return { detail: number, result: { number, link } };
  });
  return { ...address, name };
}

/** The certificate came by itself with the last test; its PDF is drawn within seconds. */
async function drawnCertificate(visitor: SiteVisitor, door: string): Promise<SitePage> {
  let page = await opened(visitor, door);
  const isDrawn = async () => {
    page = await opened(visitor, door);
    return page.links.some((path) => /^\/c\/[0-9a-z]{26}\.pdf$/.test(path));
  };
  hold(await until(isDrawn, { within: 60_000 }), 'The PDF was not drawn within a minute.');
  return page;
}

async function opened(visitor: SiteVisitor, address: string): Promise<SitePage> {
  const page = await visitor.open(address);
  hold(page.status === 200, `${address}: ${stoodAt(page)}`);
  return page;
}

const stoodAt = ({ url, status }: SitePage): string => `${url.pathname} answers ${status}`;
const headingOf = ({ html }: SitePage): string =>
  textOf(/<h1\b[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '').trim();

function formNamed(page: SitePage, field: string) {
  const form = page.forms.find(({ names }) => names.includes(field));
  hold(form !== undefined, `${page.url.pathname} has no form with the field ${field}.`);
  return form;
}

async function login(visitor: SiteVisitor, email: string, password: string): Promise<SitePage> {
  const page = await opened(visitor, '/login');
  return visitor.submit(page, formNamed(page, 'password'), { email, password });
}

/** The link in the newest mail to an address, read where a person would look. */
async function confirmationLink(mailsUrl: string, email: string): Promise<string> {
  let found: string | undefined;
  const came = await until(
    async () => {
      const response = await fetch(`${mailsUrl}/api/messages`);
      const mails = (await response.json()) as { to: string[]; links: string[] }[];
      const mail = mails.findLast(({ to }) => to.includes(email));
      found = mail?.links.find((link) => link.includes('/confirm?'));
      return found !== undefined;
    },
    { within: 20_000, every: 100 },
  );
  hold(came && found !== undefined, `No mail with a link came to ${email}.`);
  return found;
}

/** Once with wrong answers, then with those the result page told; returns what was seen. */
async function takeTest(visitor: SiteVisitor, address: string): Promise<string> {
  // Of several options none is chosen: the first field of those stands for that.
  const failed = await attempt(visitor, address, ({ names }) =>
    Object.fromEntries(
      names.filter(isQuestion).map((name) => [name, isChoice(name) ? '' : 'none of these']),
    ),
  );
  const answers = rightAnswers(failed.result);
  hold(
    answers.length === failed.questions.length,
    `The result names ${answers.length} right answers of ${failed.questions.length}.`,
  );
  const passed = await attempt(visitor, address, ({ names, choices }) =>
    Object.fromEntries(
      names.filter(isQuestion).map((name, index) => {
        // What is ticked is found by what is read beside it; what is not there to tick is typed.
        const right = (answers[index] ?? []).map(
          (text) =>
            choices.find((choice) => choice.name === name && choice.label === text)?.value ?? text,
        );
        return [name, isChoice(name) ? right : (right[0] ?? '')];
      }),
    ),
  );
  const wrong = rightAnswers(passed.result).length;
  hold(wrong === 0, `${wrong} answers are wrong although they are those that were shown.`);
  return `${failed.title}: ${answers.length} questions, failed, then passed`;
}

async function attempt(
  visitor: SiteVisitor,
  address: string,
  answer: (form: PageForm) => Record<string, string | readonly string[]>,
): Promise<{ title: string; questions: readonly string[]; result: SitePage }> {
  const about = await opened(visitor, address);
  const begin = about.forms.find(({ action }) => action === address);
  hold(begin !== undefined, `${address} cannot be begun.`);
  const page = await visitor.submit(about, begin);
  const form = page.forms.find(({ names }) => names.some(isQuestion));
  hold(page.status === 200 && form !== undefined, `No questions. ${stoodAt(page)}`);
  hold(rightAnswers(page).length === 0, 'Right answers are shown before submitting.');
  const questions = form.names.filter(isQuestion);
  const result = await visitor.submit(page, form, { ...answer(form), confirmed: 'yes' });
  hold(result.status === 200 && /\/attempts\/\d+$/.test(result.url.pathname), stoodAt(result));
  return { title: headingOf(about), questions, result };
}

/** Fields of questions with one answer, and of those with several (`learner/src/lib/answers.ts`). */
const isQuestion = (field: string): boolean => /^(answer|choice)-\d+$/.test(field);
const isChoice = (field: string): boolean => field.startsWith('choice-');

/** The answers a result page corrects, in the order of the questions; several where several are right. */
function rightAnswers({ html }: SitePage): string[][] {
  return [
    ...html.matchAll(
      /<div class="correct"[^>]*>\s*<dt\b[^>]*>.*?<\/dt>\s*<dd\b[^>]*>(.*?)<\/dd>/gs,
    ),
  ].map(([, answer = '']) => {
    const several = [...answer.matchAll(/<li\b[^>]*>(.*?)<\/li>/gs)].map(([, one = '']) => one);
    return (several.length > 0 ? several : [answer]).map(textOf);
  });
}
