import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import type { BatchLine } from '../../../server/wire';
import { useWords } from '../words';

const tones = { running: 'primary', cancelled: 'warning', done: 'success' } as const;

export function stateOf({ cancelledAt, finishedAt }: BatchLine): keyof typeof tones {
  if (cancelledAt !== null) return 'cancelled';
  return finishedAt === null ? 'running' : 'done';
}

export function BatchBadge({ batch }: { readonly batch: BatchLine }) {
  const { say } = useWords();
  const state = stateOf(batch);
  return <ToneBadge tone={tones[state]} text={say(`batch.state.${state}`)} />;
}
