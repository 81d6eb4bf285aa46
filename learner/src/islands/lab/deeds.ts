import type { LabRun, LabState } from '@ourshiksha/contract/practice-lab';
import { messages } from '../../messages/index.ts';

/** Why something did not work, in a sentence for the student. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** Bodies above this many bytes are not carried on once the page is gone. */
const OUTLIVES_THE_PAGE = 60_000;

async function send(address: string, body: object, isLast = false): Promise<unknown> {
  const text = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: text,
      keepalive: isLast && new Blob([text]).size < OUTLIVES_THE_PAGE,
      // Whoever is not logged in is sent to a page, which would answer in place of the cms.
      redirect: 'manual',
    });
  } catch {
    throw new Problem(messages.lab.unreachable);
  }
  if (response.type === 'opaqueredirect') throw new Problem(messages.lab.signedOut);
  const reply: unknown = await response.json().catch(() => null);
  if (response.ok && reply !== null) return reply;
  const told = (reply as { error?: { message?: unknown } } | null)?.error?.message;
  throw new Problem(typeof told === 'string' ? told : messages.lab.unreachable);
}

/** What the lab's page asks of its own server, by the address of the page. */
export const deedsAt = (page: string) => ({
  save: async (code: string, isLast: boolean) =>
    ((await send(`${page}/save`, { code }, isLast)) as { code_saved_at: string }).code_saved_at,
  check: (code: string) =>
    send(`${page}/check`, { code }) as Promise<{ run: LabRun; state: LabState }>,
  hint: (number: number) => send(`${page}/hint`, { number }) as Promise<{ state: LabState }>,
  done: () => send(`${page}/done`, {}) as Promise<{ state: LabState }>,
  solution: () => send(`${page}/solution`, {}) as Promise<{ solution_code: string }>,
});
