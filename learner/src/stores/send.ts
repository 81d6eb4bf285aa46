import type { SavedAnswers } from '@ourshiksha/contract/test';
import type { Batch, Saved } from './attempt.ts';
import type { ServerClock } from './clock.ts';
import type { Outcome } from './saving.ts';
import { isAnswer } from './shelf.ts';

/** A browser sends at most 64 KiB after its page is gone; what is longer needs the page. */
const OUTLIVES_THE_PAGE = 60_000;
const PATIENCE = 20_000;

type Told = Saved & Pick<SavedAnswers, 'deadline' | 'server_time'>;

/** Null for anything that is not what our own server says; a line may put a page of its own there. */
export function readSaved(found: unknown): Told | null {
  if (typeof found !== 'object' || found === null) return null;
  const { sequence, deadline, server_time, answers, stale } = found as Partial<SavedAnswers>;
  if (typeof sequence !== 'number' || typeof server_time !== 'string') return null;
  if (deadline !== null && typeof deadline !== 'string') return null;
  if (typeof answers !== 'object' || answers === null || !Array.isArray(stale)) return null;
  if (!Object.values(answers).every(isAnswer)) return null;
  return { sequence, deadline, server_time, answers, stale };
}

/** Sends answers to this site's own address and tells the clock what the server's says. */
export function createSender(
  address: string,
  attempt: number,
  clock: Pick<ServerClock, 'hear'>,
  {
    now = () => performance.now(),
    request = fetch,
  }: { now?: () => number; request?: typeof fetch } = {},
): (batch: Batch) => Promise<Outcome> {
  return async (batch) => {
    const body = JSON.stringify({ attempt, ...batch });
    const asked = now();
    try {
      const response = await request(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body,
        keepalive: body.length < OUTLIVES_THE_PAGE / 4,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE),
      });
      // Whoever is logged out is sent to log in.
      if (response.type === 'opaqueredirect' || response.status === 401)
        return { kind: 'signed-out' };
      if ([404, 409].includes(response.status)) return { kind: 'over' };
      const saved = response.ok ? readSaved(await response.json()) : null;
      if (!saved) return { kind: 'unreachable' };
      clock.hear(saved, asked, now());
      return { kind: 'saved', saved };
    } catch {
      return { kind: 'unreachable' };
    }
  };
}
