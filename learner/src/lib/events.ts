import { setTimeout as pause } from 'node:timers/promises';
import {
  type CurrentVersion,
  currentVersion,
  eventName,
  eventsPath,
  heartbeat,
} from '@ourshiksha/contract/events';
import { CmsUnreachable, fetchCms, site } from './cms.ts';

/** What the cms tells. */
export interface Hearing {
  changed(course: CurrentVersion): void;
  /** Something may have been missed: everything current is to be read anew. */
  resync(): void;
}

interface Event {
  readonly name: string;
  readonly data: string;
}

/** The events of a text/event-stream, as far as the cms uses the format: a name and a line of data. */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Event> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const name = field('event');
      if (name !== undefined) yield { name, data: field('data') ?? '' };
    }
  }
}

/** The chunks of a body until it ends, nothing came for `silence` milliseconds, or `signal` says stop. */
async function* untilSilent(
  body: ReadableStream<Uint8Array>,
  silence: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const timer = setTimeout(stop, silence);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function hand({ name, data }: Event, hearing: Hearing): void {
  const known = eventName.safeParse(name).data;
  const course = currentVersion.safeParse(JSON.parse(data)).data;
  if (known === 'current' && course) hearing.changed(course);
  // An event of a newer cms is still a reason to look.
  else hearing.resync();
}

const shortest = 100;
const longest = 10_000;

/** Milliseconds until the next try: doubled with every failure, and spread so that many do not come at once. */
export const backoff = (failures: number): number =>
  Math.min(longest, shortest * 2 ** failures) * (0.5 + Math.random() / 2);

/** One stream from its beginning to its end. */
async function follow(hearing: Hearing, silence: number, signal: AbortSignal): Promise<void> {
  const response = await fetchCms(`/api${eventsPath}`, site);
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new CmsUnreachable(`The cms answered ${response.status} to ${eventsPath}`);
  }
  for await (const event of readEvents(untilSilent(response.body, silence, signal))) {
    hand(event, hearing);
  }
}

/**
 * Follows the cms's stream of events until `signal` says stop, and opens it again whenever it ends,
 * breaks or is silent for longer than the cms ever is.
 */
export async function followEvents(
  hearing: Hearing,
  {
    signal = new AbortController().signal,
    silence = heartbeat * 2500,
  }: { signal?: AbortSignal; silence?: number } = {},
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const began = performance.now();
    await follow(hearing, silence, signal).catch(() => undefined);
    // A stream that lived for a while is no failure; one that ends at once would be asked for in a loop.
    failures = performance.now() - began > longest ? 0 : failures + 1;
    await pause(backoff(failures), undefined, { signal, ref: false }).catch(() => undefined);
  }
}
