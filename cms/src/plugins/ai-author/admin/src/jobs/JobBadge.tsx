import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import type { JobState, StepState } from '../../../server/wire';
import { useWords } from '../words';

const jobTones = {
  running: 'primary',
  paused: 'warning',
  stopped: 'danger',
  cancelled: 'neutral',
  failed: 'danger',
  done: 'success',
} as const satisfies Record<JobState, string>;

const stepTones = {
  waiting: 'neutral',
  running: 'primary',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
} as const satisfies Record<StepState, string>;

export function JobBadge({ state }: { readonly state: JobState }) {
  const { say } = useWords();
  return <ToneBadge tone={jobTones[state]} text={say(`job.state.${state}`)} />;
}

export function StepBadge({ state }: { readonly state: StepState }) {
  const { say } = useWords();
  return <ToneBadge tone={stepTones[state]} text={say(`step.state.${state}`)} />;
}
