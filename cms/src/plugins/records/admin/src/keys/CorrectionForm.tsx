import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { approvalPath } from '../../../../approvals/admin/src/paths';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { CorrectionPreview, QuestionRecord } from '../../../server/wire';
import { useAskForCorrectionMutation, usePreviewCorrectionMutation } from '../api';
import { ConfirmDialog, FailureNotice } from '../parts/ConfirmDialog';
import { useWords } from '../words';
import { Affected } from './Affected';
import { KeyFields } from './KeyFields';
import { emptyForm, type KeyForm, keyOf } from './new-key';

/** As the server takes it, in characters. */
const shortest = 10;
const longest = 2000;

/** First who is affected, then asking for the correction, which two others agree to; whatever is changed asks for the first step anew. */
export function CorrectionForm({ question }: { readonly question: QuestionRecord }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [form, setForm] = useState<KeyForm>(emptyForm);
  const [seen, setSeen] = useState<CorrectionPreview | null>(null);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const [preview, { isLoading: isPreviewing }] = usePreviewCorrectionMutation();
  const [ask, { isLoading: isAsking }] = useAskForCorrectionMutation();
  const trial = useAttempt();
  const act = useAttempt();
  const key = keyOf(question.type, form);

  async function look() {
    if (key === null) return;
    const answer = await trial.attempt(preview({ id: question.id, ...key }));
    setSeen(answer?.result ?? null);
  }
  const close = () => {
    setAsking(false);
    act.forget();
  };
  async function carryOut() {
    if (key === null) return;
    const done = await act.attempt(ask({ id: question.id, ...key, reason: reason.trim() }));
    if (done === null) return;
    close();
    setForm(emptyForm);
    setSeen(null);
    setReason('');
    toggleNotification({
      type: 'success',
      message: say('key.asked'),
      link: { url: approvalPath(done.result.approval), label: say('approval.open') },
    });
  }

  return (
    <>
      <KeyFields
        question={question}
        form={form}
        disabled={isPreviewing || isAsking}
        onChange={(changed) => {
          setForm(changed);
          setSeen(null);
        }}
      />
      <Flex gap={3} wrap="wrap">
        <Button
          variant="secondary"
          disabled={key === null}
          loading={isPreviewing}
          onClick={() => void look()}
        >
          {say('key.preview')}
        </Button>
        <Typography role="status" variant="pi" textColor="neutral600">
          {isPreviewing ? say('key.previewing') : ''}
        </Typography>
      </Flex>
      {trial.failure === null ? null : <FailureNotice failure={trial.failure} />}
      {seen === null ? null : (
        <>
          <Affected preview={seen} />
          <Field.Root name="reason" required hint={say('key.reason.hint')}>
            <Field.Label>{say('key.reason')}</Field.Label>
            <Textarea
              value={reason}
              maxLength={longest}
              onChange={(event) => setReason(event.target.value)}
            />
            <Field.Hint />
          </Field.Root>
          <Flex>
            <Button disabled={reason.trim().length < shortest} onClick={() => setAsking(true)}>
              {say('key.correct')}
            </Button>
          </Flex>
          <ConfirmDialog
            open={asking}
            title={say('key.correct.title')}
            about={say('key.correct.about', { attempts: seen.attempts })}
            confirm={say('key.correct')}
            running={isAsking ? say('key.asking') : null}
            failure={act.failure}
            onConfirm={() => void carryOut()}
            onClose={close}
          />
        </>
      )}
    </>
  );
}
