import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import type { Candidate, CandidatePage } from '../../../server/wire';
import { queryOf } from '../api';

/** How many of those who miss something are kept for the list; they are counted all the same. */
export const mostListed = 500;

export interface DryRun {
  /** Who would get a certificate. */
  readonly eligible: readonly Candidate[];
  /** Who earned one but is suspended. */
  readonly suspended: number;
  /** The first of those who still miss something, and how many there are. */
  readonly missing: readonly Candidate[];
  readonly missingCount: number;
  /** Students looked at so far. */
  readonly seen: number;
}

const nobody: DryRun = { eligible: [], suspended: 0, missing: [], missingCount: 0, seen: 0 };

/** What is known with one page more. */
export function withPage(run: DryRun, rows: readonly Candidate[]): DryRun {
  const earned = rows.filter(({ isEligible }) => isEligible);
  const missing = rows.filter(({ isEligible }) => !isEligible);
  return {
    eligible: [...run.eligible, ...earned.filter(({ isSuspended }) => !isSuspended)],
    suspended: run.suspended + earned.filter(({ isSuspended }) => isSuspended).length,
    missing: [...run.missing, ...missing].slice(0, mostListed),
    missingCount: run.missingCount + missing.length,
    seen: run.seen + rows.length,
  };
}

/** Looks at the learners of a course page by page, and says meanwhile how far it is. */
export function useDryRun() {
  const { get } = useFetchClient();
  const [run, setRun] = useState(nobody);
  const [state, setState] = useState<'idle' | 'looking' | 'done'>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  /** The one that counts; an older one ends when it sees that it does not. */
  const current = useRef(0);
  useEffect(
    () => () => {
      current.current += 1;
    },
    [],
  );

  const forget = () => {
    current.current += 1;
    setRun(nobody);
    setState('idle');
    setFailure(null);
  };
  async function look(course: string) {
    forget();
    const mine = current.current;
    setState('looking');
    try {
      let found = nobody;
      let after: number | null = 0;
      while (after !== null) {
        const query = queryOf({ course, after: String(after) });
        const { data }: { data: CandidatePage } = await get(`/certificates/candidates${query}`);
        if (mine !== current.current) return;
        found = withPage(found, data.rows);
        setRun(found);
        after = data.next;
      }
      setState('done');
    } catch (error) {
      if (mine !== current.current) return;
      setFailure(failureOf(error));
      setState('idle');
    }
  }
  return { run, state, failure, look, forget };
}
