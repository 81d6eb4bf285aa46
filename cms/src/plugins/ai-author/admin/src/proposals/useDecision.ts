import { useNotifyAT } from '@strapi/design-system';
import { useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import type { Proposal } from '../../../server/wire';
import {
  useAiAcceptMutation,
  useAiAgainMutation,
  useAiRejectMutation,
  useAiReopenMutation,
  useAiUndoMutation,
} from '../api';
import { useWords } from '../words';
import type { Edited } from './edit';

type Answer<Result> = { readonly data: Result } | { readonly error: unknown };

/** The draft is not what it was when this was written, or accepted. */
const changedCodes: ReadonlySet<unknown> = new Set(['ai.draft-changed']);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

/** What is to be asked before it is done although the draft was changed meanwhile. */
export type Overwriting =
  | { readonly act: 'accept'; readonly edited: Edited | null }
  | { readonly act: 'undo' };

interface Options {
  readonly courseId: string;
  readonly proposal: Proposal;
  /** Tells what the proposal is from now on. */
  readonly onDecided: (proposal: Proposal) => void;
}

/** The acts on one proposal: one at a time, each of whose failure stays in view until the next. */
export function useDecision({ courseId, proposal, onDecided }: Options) {
  const { say } = useWords();
  const { notifyStatus } = useNotifyAT();
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [overwriting, setOverwriting] = useState<Overwriting | null>(null);
  const [accept] = useAiAcceptMutation();
  const [reject] = useAiRejectMutation();
  const [reopen] = useAiReopenMutation();
  const [again] = useAiAgainMutation();
  const [undo] = useAiUndoMutation();
  const { id } = proposal;

  /** @returns what the server answered, or null where it was not done */
  async function attempt<Result>(
    work: PromiseLike<Answer<Result>>,
    said: string,
    asksFirst: Overwriting | null,
  ): Promise<{ readonly result: Result } | null> {
    setRunning(true);
    setFailure(null);
    const answer = await work;
    setRunning(false);
    if ('error' in answer) {
      if (asksFirst !== null && changedCodes.has(codeOf(answer.error))) setOverwriting(asksFirst);
      else setFailure(failureOf(answer.error));
      return null;
    }
    setOverwriting(null);
    notifyStatus(said);
    return { result: answer.data };
  }

  /** @returns whether it was done */
  async function decide(...asked: Parameters<typeof attempt<Proposal>>): Promise<boolean> {
    const done = await attempt(...asked);
    if (done !== null) onDecided(done.result);
    return done !== null;
  }

  const acceptAs = (edited: Edited | null, overwrite: boolean) =>
    decide(
      accept({
        courseId,
        id,
        isReviewed: true,
        ...(edited ?? {}),
        ...(overwrite ? { overwrite } : {}),
      }),
      say('act.accepted'),
      overwrite ? null : { act: 'accept', edited },
    );
  const undoIt = (overwrite: boolean) =>
    decide(
      undo({ courseId, id, ...(overwrite ? { overwrite } : {}) }),
      say('act.undone'),
      overwrite ? null : { act: 'undo' },
    );

  return {
    running,
    failure,
    overwriting,
    forget: () => {
      setFailure(null);
      setOverwriting(null);
    },
    accept: async (edited: Edited | null): Promise<boolean> => {
      if (!proposal.isStale) return acceptAs(edited, false);
      setFailure(null);
      setOverwriting({ act: 'accept', edited });
      return false;
    },
    overwrite: async (): Promise<boolean> => {
      if (overwriting === null) return false;
      return overwriting.act === 'accept' ? acceptAs(overwriting.edited, true) : undoIt(true);
    },
    reject: () => decide(reject({ courseId, id }), say('act.rejected'), null),
    reopen: () => decide(reopen({ courseId, id }), say('act.reopened'), null),
    again: async (remark: string): Promise<boolean> =>
      (await attempt(again({ courseId, id, remark }), say('act.asked'), null)) !== null,
    undo: () => undoIt(false),
  };
}

export type Decision = ReturnType<typeof useDecision>;
