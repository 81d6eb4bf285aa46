import { Attention } from './attention.ts';
import type { Segment } from './segments.ts';
import { add, Drawer, nothing, type Unsent } from './unsent.ts';
import { watchYouTube } from './youtube.ts';

/**
 * Tells the school how long somebody was with a lesson: only while its page is visible and somebody is
 * there. Reports are gathered for half a minute; what does not arrive is kept and sent with the next.
 */
const EVERY = 30_000;
/** The school ignores what comes sooner after the last. */
const NOT_SOONER = 15_000;
const NEVER = Number.NEGATIVE_INFINITY;

const mark = document.querySelector<HTMLElement>('[data-activity]');
const address = mark?.dataset.activity;
if (mark && address) start(address, `time ${address} ${mark.dataset.enrolled ?? ''}`);

function start(target: string, key: string): void {
  const drawer = new Drawer(key);
  const attention = new Attention(performance.now(), document.visibilityState === 'visible');
  let unsent = drawer.read();
  let notesRead = false;
  let sentAt = NEVER;
  const youTube: Segment[] = [];
  let youTubeLength: number | null = null;

  /** Puts down what has come since the last time. */
  const gather = () => {
    const fresh = { ...nothing, time: attention.take(performance.now()), notesRead };
    const file = filmOf(document.querySelector<HTMLVideoElement>('.video video'));
    const film = youTubeLength === null ? file : { watched: youTube, videoLength: youTubeLength };
    unsent = add(unsent, { ...fresh, ...film });
    drawer.write(unsent);
  };

  const report = async () => {
    gather();
    if (!navigator.onLine || performance.now() - sentAt < NOT_SOONER) return;
    const seconds = Math.floor(unsent.time / 1000);
    const sent = { ...unsent, time: seconds * 1000 };
    sentAt = performance.now();
    // If the page ends before the answer, it did arrive; counting twice would be worse than not at all.
    unsent = { ...nothing, time: unsent.time - sent.time };
    drawer.write(unsent);
    const counted = await send(target, sent);
    if (counted === null || (counted === 0 && seconds > 0)) {
      unsent = add(sent, unsent);
      drawer.write(unsent);
    }
  };

  const sign = () => attention.sign(performance.now());
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchmove'])
    addEventListener(event, sign, { passive: true });
  // It does not bubble, and comes several times a second while a video plays.
  document.addEventListener('timeupdate', sign, { capture: true });
  watchYouTube((segment, length) => {
    sign();
    youTube.push(segment);
    youTubeLength = length;
  });

  const end = document.querySelector('[data-notes-end]');
  if (end) {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) notesRead = true;
    });
    seen.observe(end);
  }

  document.addEventListener('visibilitychange', () => {
    const visible = document.visibilityState === 'visible';
    attention.show(visible, performance.now());
    if (!visible || sentAt === NEVER) void report();
  });
  addEventListener('pagehide', () => void report());
  addEventListener('online', () => void report());
  setInterval(() => {
    if (document.visibilityState === 'visible') void report();
  }, EVERY);
  // The first one says that the lesson is open. It waits until the page is there and seen.
  const open = () => {
    if (document.visibilityState === 'visible') void report();
  };
  if (document.readyState === 'complete') open();
  else addEventListener('load', open);
}

/** How many seconds were counted; null where the report did not arrive. */
async function send(target: string, unsent: Unsent): Promise<number | null> {
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        seconds: unsent.time / 1000,
        watched: unsent.watched,
        video_seconds: unsent.videoLength,
        notes_read: unsent.notesRead,
      }),
      keepalive: true,
      redirect: 'manual',
    });
    if (!response.ok) return null;
    const { counted_seconds } = (await response.json()) as { counted_seconds: number };
    return counted_seconds;
  } catch {
    return null;
  }
}

/** What a video's player says was played of it. */
function filmOf(video: HTMLVideoElement | null): Pick<Unsent, 'watched' | 'videoLength'> | null {
  if (!video || !Number.isFinite(video.duration) || video.duration <= 0) return null;
  const { played, duration } = video;
  const watched = Array.from({ length: played.length }, (_, n): Segment => {
    return [Math.floor(played.start(n)), Math.ceil(played.end(n))];
  });
  return { watched, videoLength: Math.ceil(duration) };
}
