import { useAuth } from '@strapi/strapi/admin';
import { useEffect, useReducer, useRef } from 'react';
import type { JobEvent, JobRecord } from '../../../server/wire';
import { ofCourse, useAiJobQuery } from '../api';
import { eventReader } from './event-lines';
import { hasEnded, type WatchedJob, withEvent } from './job-record';

interface Known {
  readonly jobId: number | null;
  readonly record: WatchedJob | null;
  readonly isLive: boolean;
  readonly isCut: boolean;
  /** Counts how often the line was opened anew. */
  readonly line: number;
}

type Change =
  | { readonly kind: 'told'; readonly jobId: number; readonly record: JobRecord }
  | { readonly kind: 'event'; readonly jobId: number; readonly event: JobEvent }
  | { readonly kind: 'open' | 'cut' | 'closed' }
  | { readonly kind: 'again' };

function change(known: Known, change: Change): Known {
  switch (change.kind) {
    case 'told': {
      const { job, steps } = change.record;
      const heard = known.jobId === change.jobId ? known.record : null;
      const record = { job, steps, proposals: heard?.proposals ?? [] };
      return { ...known, jobId: change.jobId, record };
    }
    case 'event': {
      const record = known.jobId === change.jobId ? known.record : null;
      return { ...known, jobId: change.jobId, record: withEvent(record, change.event) };
    }
    case 'open':
      return { ...known, isLive: true, isCut: false };
    case 'cut':
      return { ...known, isLive: false, isCut: true };
    case 'closed':
      return { ...known, isLive: false, isCut: false };
    case 'again':
      return { ...known, line: known.line + 1 };
  }
}

/** In milliseconds, between one try to open a cut line and the next. */
const pauses = [300, 1000, 3000, 10_000];

/** Where the admin's own requests go, which Strapi does not type. */
const backend = (): string =>
  (window as unknown as { strapi: { backendURL: string } }).strapi.backendURL;

/**
 * A job as it is now, kept so by the stream of its events. A line that was cut is opened again after
 * the state was asked anew, so nothing is missed; that question also renews a token that ran out.
 */
export function useJobEvents(courseId: string, jobId: number | null) {
  const token = useRef<string | null>(null);
  token.current = useAuth('ai-author', (auth) => auth.token);
  const asked = useAiJobQuery(
    { courseId, jobId: jobId ?? 0 },
    { skip: jobId === null, refetchOnMountOrArgChange: true },
  );
  const ask = useRef(asked.refetch);
  ask.current = asked.refetch;
  const [known, tell] = useReducer(change, {
    jobId,
    record: null,
    isLive: false,
    isCut: false,
    line: 0,
  });
  const record = known.jobId === jobId ? known.record : null;

  const { currentData, isFetching } = asked;
  useEffect(() => {
    // While it is asked anew, what is there may be from before the job was resumed.
    if (jobId !== null && currentData !== undefined && !isFetching)
      tell({ kind: 'told', jobId, record: currentData });
  }, [jobId, currentData, isFetching]);

  const isOpen = record !== null && !hasEnded(record.job);
  useEffect(() => {
    if (!isOpen) tell({ kind: 'closed' });
  }, [isOpen]);
  const failed = useRef(0);
  const { line } = known;
  useEffect(() => {
    if (jobId === null || !isOpen) return;
    const end = new AbortController();
    let pause: ReturnType<typeof setTimeout> | undefined;
    const listen = async () => {
      const answer = await fetch(`${backend()}${ofCourse(courseId, `/jobs/${jobId}/events`)}`, {
        headers: { Authorization: `Bearer ${token.current}`, Accept: 'text/event-stream' },
        credentials: 'include',
        signal: end.signal,
      });
      if (!answer.ok || answer.body === null)
        throw new Error(`The stream answered ${answer.status}.`);
      tell({ kind: 'open' });
      failed.current = 0;
      const read = eventReader();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        for (const event of read(value)) tell({ kind: 'event', jobId, event });
      }
    };
    void listen()
      .catch(() => undefined)
      .then(() => {
        if (end.signal.aborted) return;
        tell({ kind: 'cut' });
        pause = setTimeout(
          () => {
            failed.current += 1;
            void ask.current().finally(() => {
              if (!end.signal.aborted) tell({ kind: 'again' });
            });
          },
          pauses[Math.min(failed.current, pauses.length - 1)],
        );
      });
    return () => {
      end.abort();
      clearTimeout(pause);
    };
  }, [courseId, jobId, isOpen, line]);

  return {
    record,
    /** Whether events arrive at this moment. */
    isLive: known.isLive,
    /** Whether the line was cut and is not open again yet. */
    isCut: known.isCut,
    error: record === null && !asked.isFetching ? asked.error : undefined,
    isFetching: asked.isFetching,
    refetch: asked.refetch,
  };
}
