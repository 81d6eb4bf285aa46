import { Button, Typography } from '@strapi/design-system';
import { useAuth } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { SubmissionRecord } from '../../../server/wire';
import { useTakeSubmissionMutation } from '../api';
import { FailureNotice } from '../parts/ConfirmDialog';
import { Card, Facts, PlainText, Section } from '../parts/Section';
import { useWords } from '../words';
import { ReviewForm } from './ReviewForm';

interface Props {
  readonly record: SubmissionRecord;
}

/** What was decided, or the form to decide with for whoever has taken the submission. */
export function Decision({ record }: Props) {
  const { say } = useWords();
  const me = useAuth('records', (auth) => auth.user?.id);
  const { submission } = record;
  if (submission.withdrawnAt !== null) return null;
  return (
    <Section title={say('review.checklist')}>
      <Card>
        {submission.reviewedAt !== null ? (
          <Decided record={record} />
        ) : submission.takenById !== null && submission.takenById === me ? (
          <ReviewForm record={record} />
        ) : (
          <Take submission={submission} />
        )}
      </Card>
    </Section>
  );
}

function Take({ submission }: Pick<SubmissionRecord, 'submission'>) {
  const { say, when } = useWords();
  const [take, { isLoading }] = useTakeSubmissionMutation();
  const { failure, attempt } = useAttempt();
  const { id, takenBy, takenById, takenAt } = submission;
  return (
    <>
      <Typography>
        {takenBy === null || takenAt === null
          ? say('review.take.about')
          : say('review.taken', { name: takenBy, when: when(takenAt) })}
      </Typography>
      {failure === null ? null : <FailureNotice failure={failure} />}
      <div>
        <Button
          variant={takenBy === null ? 'default' : 'tertiary'}
          loading={isLoading}
          onClick={() => void attempt(take({ id, from: takenById }))}
        >
          {takenBy === null ? say('review.take') : say('review.take-over', { name: takenBy })}
        </Button>
      </div>
    </>
  );
}

function Decided({ record: { submission } }: Props) {
  const { say, when } = useWords();
  const { reviewedBy, reviewedAt, score, feedback, checklist } = submission;
  const facts: (readonly [string, ReactNode])[] = checklist.map(({ criterion, met, comment }) => [
    criterion,
    `${say(met ? 'review.met' : 'review.not-met')}${comment === undefined ? '' : `: ${comment}`}`,
  ]);
  return (
    <>
      <Typography>
        {say('review.decided', {
          name: reviewedBy ?? '',
          when: reviewedAt === null ? '' : when(reviewedAt),
        })}
      </Typography>
      <Facts facts={[[say('review.score'), score ?? '–'], ...facts]} />
      {feedback === null ? null : <PlainText>{feedback}</PlainText>}
    </>
  );
}
