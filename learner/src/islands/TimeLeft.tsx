import { useEffect, useEffectEvent, useState } from 'react';
import { formatClock } from '../lib/format.ts';
import { messages } from '../messages/index.ts';

interface Props {
  readonly seconds: number;
  readonly onEnd: () => void;
}

/** Counts down from what the server said is left; the visitor's own clock may be wrong. */
export function TimeLeft({ seconds, onEnd }: Props) {
  const [left, setLeft] = useState(seconds);
  const ended = useEffectEvent(onEnd);

  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(() => {
      const now = seconds - (performance.now() - began) / 1000;
      setLeft(now);
      if (now <= 0) {
        clearInterval(timer);
        ended();
      }
    }, 500);
    return () => clearInterval(timer);
  }, [seconds]);

  return (
    <p className={`time-left${left < 60 ? ' soon' : ''}`} role="timer">
      {left > 0 ? (
        <>
          {messages.test.timeLeft} <strong>{formatClock(left)}</strong>
        </>
      ) : (
        messages.test.timeUp
      )}
    </p>
  );
}
