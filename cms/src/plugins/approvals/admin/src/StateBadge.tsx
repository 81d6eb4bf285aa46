import { ToneBadge } from '../../../records/admin/src/parts/Badges';
import type { ApprovalLine, ApprovalState } from '../../server/wire';
import { useWords } from './words';

const tones = {
  waiting: 'secondary',
  executed: 'success',
  refused: 'warning',
  withdrawn: 'neutral',
  expired: 'neutral',
  void: 'danger',
} as const satisfies Record<ApprovalState, string>;

export function StateBadge({ state, isForMe }: Pick<ApprovalLine, 'state' | 'isForMe'>) {
  const { say } = useWords();
  return isForMe ? (
    <ToneBadge tone="primary" text={say('for-me')} />
  ) : (
    <ToneBadge tone={tones[state]} text={say(`state.${state}`)} />
  );
}
