import { useDebounce } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import type { Estimate, StartJob } from '../../../server/wire';
import { useAiEstimateMutation } from '../api';

/** A pause in choosing, in milliseconds, after which it is estimated anew. */
const pause = 400;

export type Estimated =
  | { readonly state: 'counting' }
  | { readonly state: 'there'; readonly estimate: Estimate }
  | { readonly state: 'failed'; readonly failure: Failure; readonly retry: () => void };

/** What a job would cost, asked anew whenever what would be asked for is another; null asks for nothing. */
export function useEstimate(courseId: string, asked: StartJob | null): Estimated {
  const [count] = useAiEstimateMutation();
  const [estimated, setEstimated] = useState<Estimated>({ state: 'counting' });
  const [tries, setTries] = useState(0);
  // As a text, because what is asked for is another object at each drawing.
  const settled = useDebounce(asked === null ? '' : JSON.stringify(asked), pause);
  useEffect(() => {
    if (settled === '') return;
    let isWanted = true;
    setEstimated({ state: 'counting' });
    void count({ courseId, ...(JSON.parse(settled) as StartJob) }).then((answer) => {
      if (!isWanted) return;
      setEstimated(
        'data' in answer
          ? { state: 'there', estimate: answer.data }
          : {
              state: 'failed',
              failure: failureOf(answer.error),
              retry: () => setTries((before) => before + 1),
            },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [settled, courseId, count, tries]);
  return estimated;
}
