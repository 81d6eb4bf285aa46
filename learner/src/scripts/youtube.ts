import type { Segment } from './segments.ts';

/**
 * What is played in an embedded YouTube player. The player tells the page that frames it by messages,
 * once it was asked to; no script of YouTube's is loaded into our page for it, and nothing at all
 * before somebody asks for the video.
 */
const PLAYER = 'https://www.youtube-nocookie.com';
/** Seconds between two messages of a video that plays without a jump, at double speed. */
const STEP = 4;
/** Half a minute of asking. */
const TRIES = 60;

export function watchYouTube(played: (segment: Segment, length: number) => void): void {
  let at: number | null = null;
  let length = 0;
  addEventListener('message', ({ origin, data }) => {
    const told = origin === PLAYER ? infoOf(data) : null;
    if (!told) return;
    length = told.duration ?? length;
    const now = told.currentTime;
    if (now === null) return;
    if (at !== null && now > at && now - at < STEP && length > 0)
      played([Math.floor(at), Math.ceil(now)], Math.ceil(length));
    at = now;
  });
  // A player reports only to who asks, once it is ready to hear; loading a frame does not bubble.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (!(target instanceof HTMLIFrameElement) || !target.src.startsWith(PLAYER)) return;
      let left = TRIES;
      const ask = () => {
        target.contentWindow?.postMessage('{"event":"listening","id":"lesson"}', PLAYER);
        left -= 1;
        if (at === null && left > 0) setTimeout(ask, 500);
      };
      ask();
    },
    { capture: true },
  );
}

function infoOf(data: unknown): { currentTime: number | null; duration: number | null } | null {
  if (typeof data !== 'string') return null;
  try {
    const { info } = JSON.parse(data) as { info?: Record<string, unknown> | null };
    if (typeof info !== 'object' || info === null) return null;
    const number = (value: unknown) =>
      typeof value === 'number' && Number.isFinite(value) ? value : null;
    return { currentTime: number(info.currentTime), duration: number(info.duration) };
  } catch {
    return null;
  }
}
