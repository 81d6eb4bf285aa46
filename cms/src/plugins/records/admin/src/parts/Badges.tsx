import { Badge, type BadgeProps } from '@strapi/design-system';
import type { StudentStatus, SubmissionLine } from '../../../server/wire';
import { useWords } from '../words';

type Tone = NonNullable<BadgeProps['variant']>;

/** The word says it, the colour only repeats it; the design system's own letters are too faint. */
export const ToneBadge = ({ tone, text }: { readonly tone?: Tone; readonly text: string }) => (
  <Badge {...(tone === undefined ? {} : { variant: tone })} textColor="neutral800">
    {text}
  </Badge>
);

export function StudentBadge({ status }: { readonly status: StudentStatus }) {
  const { say } = useWords();
  return (
    <ToneBadge tone={status === 'active' ? 'success' : 'danger'} text={say(`status.${status}`)} />
  );
}

export function PassedBadge({ passed }: { readonly passed: boolean }) {
  const { say } = useWords();
  return (
    <ToneBadge
      tone={passed ? 'success' : 'danger'}
      text={say(passed ? 'attempt.passed' : 'attempt.failed')}
    />
  );
}

const tones: Readonly<Record<SubmissionLine['status'], Tone>> = {
  submitted: 'secondary',
  under_review: 'primary',
  approved: 'success',
  rejected: 'warning',
};

export function SubmissionBadge({ status, withdrawnAt }: SubmissionLine) {
  const { say } = useWords();
  return withdrawnAt === null ? (
    <ToneBadge tone={tones[status]} text={say(`review.status.${status}`)} />
  ) : (
    <ToneBadge text={say('review.status.withdrawn')} />
  );
}
