import { Flex, Typography } from '@strapi/design-system';
import type { CorrectionPreview, MarkChange } from '../../../server/wire';
import { ToneBadge } from '../parts/Badges';
import { Listing } from '../parts/Listing';
import { useWords } from '../words';

/** Whose result a correction would change, those whose “passed” changes before the others. */
export function Affected({ preview }: { readonly preview: CorrectionPreview }) {
  const { say, number } = useWords();
  const { changes, attempts, students, newlyPassed, newlyFailed } = preview;
  if (attempts === 0) return <Typography role="status">{say('key.nobody')}</Typography>;
  const figures = (score: number, percentage: number) => `${number(score)} (${percentage}%)`;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography role="status" fontWeight="semiBold">
        {say('key.affected', { attempts, students, passed: newlyPassed, failed: newlyFailed })}
        {changes.length < attempts ? ` ${say('key.capped', { count: changes.length })}` : ''}
      </Typography>
      <Listing
        label={say('key.preview')}
        rows={changes}
        keyOf={({ attemptId }) => attemptId}
        columns={[
          { head: say('field.student'), cell: ({ studentName }) => studentName },
          {
            head: say('nav.attempts'),
            cell: (change) => say('attempt.number', { number: change.number }),
          },
          { head: say('field.version'), cell: ({ version }) => version },
          {
            head: say('key.before'),
            cell: ({ scoreBefore, percentageBefore }) => figures(scoreBefore, percentageBefore),
          },
          {
            head: say('key.after'),
            cell: ({ scoreAfter, percentageAfter }) => figures(scoreAfter, percentageAfter),
          },
          { head: say('attempt.passed'), cell: (change) => <Passing {...change} /> },
        ]}
      />
    </Flex>
  );
}

function Passing({ passedBefore, passedAfter }: MarkChange) {
  const { say } = useWords();
  if (passedBefore === passedAfter)
    return (
      <Typography tag="span" textColor="neutral600">
        {say('key.unchanged')}
      </Typography>
    );
  return passedAfter ? (
    <ToneBadge tone="success" text={say('key.passes-now')} />
  ) : (
    <ToneBadge tone="danger" text={say('key.fails-now')} />
  );
}
