import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import type { CertificateState } from '../../../server/wire';
import { useWords } from '../words';

const tones = {
  making: 'secondary',
  valid: 'success',
  revoked: 'danger',
  replaced: 'warning',
} as const satisfies Record<CertificateState, string>;

export function StateBadge({ state }: { readonly state: CertificateState }) {
  const { say } = useWords();
  return <ToneBadge tone={tones[state]} text={say(`state.${state}`)} />;
}
