import { useEffect, useEffectEvent, useState } from 'react';
import { formatClock } from '../lib/format.ts';
import { messages } from '../messages/index.ts';

interface Props {
  /** Seconds left, by the server's clock; asked for twice a second. */
  readonly left: () => number | null;
  /** What the page says until it runs. */
  readonly begin: number;
  readonly onEnd: () => void;
  /** Told in words when five minutes and when one minute are left. */
  readonly onSoon: (words: string) => void;
}

/** Minutes of which somebody who cannot see the clock is told. */
const TOLD = [5, 1];

/** Counts down what the server says is left; the visitor's own clock may be wrong. */
export function TimeLeft({ left, begin, onEnd, onSoon }: Props) {
  const [seconds, setSeconds] = useState(begin);
  const ended = useEffectEvent(onEnd);
  const soon = useEffectEvent(onSoon);

  useEffect(() => {
    let before = left() ?? begin;
    let over = false;
    const timer = setInterval(() => {
      const now = left() ?? begin;
      setSeconds(now);
      const minutes = TOLD.find((limit) => before > limit * 60 && now <= limit * 60);
      if (minutes !== undefined) soon(messages.test.minutesLeft(minutes));
      before = now;
      if (now > 0 || over) return;
      over = true;
      ended();
    }, 500);
    return () => clearInterval(timer);
  }, [left, begin]);

  return (
    <p className={`time-left${seconds <= 60 ? ' soon' : ''}`} role="timer">
      {messages.test.timeLeft} <strong>{formatClock(seconds)}</strong>
    </p>
  );
}
