import { describe, expect, it } from 'vitest';
import type { Job, JobEvent, Proposal, Step } from '../../../server/wire';
import { eventReader } from './event-lines';
import { hasEnded, withEvent } from './job-record';

const job = { id: 7, state: 'running' } as Job;
const step = (id: number, state: Step['state'] = 'waiting') => ({ id, state }) as Step;
const proposal = (id: number) => ({ id }) as Proposal;
const jobEvent: JobEvent = { event: 'job', job };

describe('a stream of events', () => {
  it('is read wherever it was cut, comments left out', () => {
    const events: JobEvent[] = [jobEvent, { event: 'step', step: step(1) }];
    const sent = `: open\n\n${events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join(':\n\n')}`;
    for (let cut = 0; cut <= sent.length; cut++) {
      const read = eventReader();
      expect([...read(sent.slice(0, cut)), ...read(sent.slice(cut))]).toEqual(events);
    }
  });

  it('gives nothing of an event that never ended', () => {
    expect(eventReader()('data: {"event":"job"')).toEqual([]);
  });

  it('may end its lines as other systems do', () => {
    expect(eventReader()(`data: ${JSON.stringify(jobEvent)}\r\n\r\n`)).toEqual([jobEvent]);
  });
});

describe('what is known of a job', () => {
  it('begins with the job itself', () => {
    expect(withEvent(null, { event: 'step', step: step(1) })).toBeNull();
    expect(withEvent(null, jobEvent)).toEqual({ job, steps: [], proposals: [] });
  });

  it('keeps one line for each step and proposal, in their order', () => {
    const events: JobEvent[] = [
      jobEvent,
      { event: 'step', step: step(2) },
      { event: 'step', step: step(1) },
      { event: 'step', step: step(2, 'running') },
      { event: 'proposals', proposals: [proposal(9), proposal(8)] },
      { event: 'proposals', proposals: [proposal(9)] },
      { event: 'job', job: { ...job, state: 'done' } },
    ];
    expect(events.reduce(withEvent, null)).toEqual({
      job: { ...job, state: 'done' },
      steps: [step(1), step(2, 'running')],
      proposals: [proposal(8), proposal(9)],
    });
  });

  it('is followed until nothing more can come', () => {
    const states = ['running', 'paused', 'stopped', 'cancelled', 'failed', 'done'] as const;
    expect(states.filter((state) => hasEnded({ state }))).toEqual(['cancelled', 'failed', 'done']);
  });
});
