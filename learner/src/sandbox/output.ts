import { OUTPUT_LIMIT } from './protocol.ts';

/** How often printed text goes to the page, in milliseconds. */
const BEAT = 100;

export interface Output {
  /** Takes text as it is printed, line ends included. */
  print(text: string): void;
  /** Sends what is held back. */
  flush(): void;
}

/**
 * What is printed, gathered so that a loop of a million lines is not a million messages, and cut
 * at the limit: a flood must not fill the page's memory.
 */
export function createOutput(send: (text: string) => void, now = () => performance.now()): Output {
  let held = '';
  let room = OUTPUT_LIMIT;
  let sent = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (held === '') return;
    send(held);
    held = '';
    sent = now();
  };
  return {
    print(text) {
      if (room <= 0) return;
      const kept = text.slice(0, room);
      room -= kept.length;
      held += room > 0 ? kept : `${kept}\n…`;
      if (room <= 0 || now() - sent > BEAT) flush();
    },
    flush,
  };
}
