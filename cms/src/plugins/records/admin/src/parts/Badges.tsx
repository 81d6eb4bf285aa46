import { Box, Typography } from '@strapi/design-system';
import type { StudentStatus, SubmissionLine } from '../../../server/wire';
import { useWords } from '../words';

type Tone = 'success' | 'danger' | 'warning' | 'primary' | 'secondary' | 'neutral';

interface ToneProps {
  readonly tone?: Tone;
  readonly text: string;
}

/** The word says it, the colour only repeats it. Strapi's own badge has letters too faint to read. */
export const ToneBadge = ({ tone = 'neutral', text }: ToneProps) => (
  <Box
    tag="span"
    display="inline-block"
    paddingTop={1}
    paddingBottom={1}
    paddingLeft={2}
    paddingRight={2}
    hasRadius
    background={tone === 'neutral' ? 'neutral150' : `${tone}100`}
    // In the dark all of these grounds are the same.
    borderColor={tone === 'neutral' ? 'neutral200' : `${tone}500`}
  >
    <Typography variant="sigma" textColor="neutral800">
      {text}
    </Typography>
  </Box>
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
