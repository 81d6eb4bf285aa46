import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { SubmissionRecord } from '../../../server/wire';
import { useReviewSubmissionMutation } from '../api';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { useWords } from '../words';
import { Criteria } from './Criteria';

type Status = 'approved' | 'rejected';
const verbs = { approved: 'approve', rejected: 'reject' } as const;

/** As the server takes it, in characters. */
const longest = 20_000;

/** A whole number from 0 to 100, null where none was given, undefined where it is no such number. */
function scoreOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const score = Number(text);
  return Number.isInteger(score) && score >= 0 && score <= 100 ? score : undefined;
}

/** Checklist, score and feedback; a decision asks once more, because it is final. */
export function ReviewForm({ record }: { readonly record: SubmissionRecord }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const { criteria } = record.project;
  const [entries, setEntries] = useState(() =>
    criteria.map(({ criterion }) => ({ criterion, met: false, comment: '' })),
  );
  const [typedScore, setTypedScore] = useState('');
  const [feedback, setFeedback] = useState('');
  const [asked, setAsked] = useState<Status | null>(null);
  const [review, { isLoading }] = useReviewSubmissionMutation();
  const { failure, forget, attempt } = useAttempt();
  const score = scoreOf(typedScore);

  const close = () => {
    setAsked(null);
    forget();
  };
  async function decide(status: Status) {
    const done = await attempt(
      review({
        id: record.submission.id,
        status,
        score: score ?? null,
        feedback: feedback.trim() === '' ? null : feedback,
        checklist: entries,
      }),
    );
    if (done === null) return;
    close();
    toggleNotification({ type: 'success', message: say('review.done') });
  }

  const needsScore = typeof score !== 'number';
  const needsFeedback = feedback.trim() === '';
  const verb = verbs[asked ?? 'approved'];
  return (
    <>
      <Criteria criteria={criteria} entries={entries} onChange={setEntries} />
      <Field.Root
        name="score"
        {...(score === undefined ? { error: say('review.needs-score') } : {})}
      >
        <Field.Label>{say('review.score')}</Field.Label>
        <Field.Input
          inputMode="numeric"
          value={typedScore}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            setTypedScore(event.target.value)
          }
        />
        <Field.Error />
      </Field.Root>
      <Field.Root name="feedback" hint={say('review.feedback.hint')}>
        <Field.Label>{say('review.feedback')}</Field.Label>
        <Textarea
          value={feedback}
          maxLength={longest}
          onChange={(event) => setFeedback(event.target.value)}
        />
        <Field.Hint />
      </Field.Root>
      {needsScore || needsFeedback ? (
        <Typography role="status" variant="pi" textColor="neutral600">
          {[
            ...(needsScore ? [say('review.needs-score')] : []),
            ...(needsFeedback ? [say('review.needs-feedback')] : []),
          ].join(' ')}
        </Typography>
      ) : null}
      <Flex gap={3} wrap="wrap">
        <Button disabled={needsScore} onClick={() => setAsked('approved')}>
          {say('review.approve')}
        </Button>
        <Button
          variant="danger-light"
          disabled={needsFeedback || score === undefined}
          onClick={() => setAsked('rejected')}
        >
          {say('review.reject')}
        </Button>
      </Flex>
      <ConfirmDialog
        open={asked !== null}
        title={say(`review.${verb}.title`)}
        about={say(`review.${verb}.about`)}
        confirm={say(`review.${verb}`)}
        danger={asked === 'rejected'}
        running={isLoading ? say('review.running') : null}
        failure={failure}
        onConfirm={() => {
          if (asked !== null) void decide(asked);
        }}
        onClose={close}
      />
    </>
  );
}
