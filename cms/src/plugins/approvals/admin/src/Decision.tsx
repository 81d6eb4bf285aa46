import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useAttempt } from '../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../records/admin/src/parts/ConfirmDialog';
import { Card, Section } from '../../../records/admin/src/parts/Section';
import type { ApprovalRecord } from '../../server/wire';
import { useExecuteApprovalMutation, useVoteMutation, useWithdrawApprovalMutation } from './api';
import type { Word } from './texts';
import { useWords } from './words';

type Step = 'approve' | 'refuse' | 'withdraw' | 'execute';

/** As the server takes it, in characters. */
const longest = 2000;

const confirmations = {
  approve: ['vote.approve.title', 'vote.approve.about', 'vote.approve', 'vote.running'],
  refuse: ['vote.refuse.title', 'vote.refuse.about', 'vote.refuse', 'vote.running'],
  withdraw: ['withdraw.title', 'withdraw.about', 'withdraw', 'withdraw.running'],
  execute: ['execute.title', 'execute.about', 'execute', 'execute.running'],
} as const satisfies Record<Step, readonly [Word, Word, Word, Word]>;

/** What this administrator may do with the request; each step is asked once more. */
export function Decision({ record }: { readonly record: ApprovalRecord }) {
  const { say, when } = useWords();
  const { toggleNotification } = useNotification();
  const { approval, mine } = record;
  const { id, payloadHash } = approval;
  const [step, setStep] = useState<Step | null>(null);
  const [remark, setRemark] = useState('');
  const [vote, { isLoading: isVoting }] = useVoteMutation();
  const [withdraw, { isLoading: isWithdrawing }] = useWithdrawApprovalMutation();
  const [execute, { isLoading: isExecuting }] = useExecuteApprovalMutation();
  const { failure, forget, attempt } = useAttempt();
  const isRunning = isVoting || isWithdrawing || isExecuting;

  const close = () => {
    setStep(null);
    forget();
  };
  const send = (wanted: Step) => {
    if (wanted === 'withdraw') return withdraw({ id });
    if (wanted === 'execute') return execute({ id });
    return vote({ id, approve: wanted === 'approve', payloadHash, remark: remark.trim() });
  };
  async function carryOut(wanted: Step) {
    const done = await attempt(send(wanted));
    if (done === null) return;
    close();
    const { state } = done.result.approval;
    toggleNotification({ type: 'success', message: say(outcome(wanted, state)) });
  }

  if (approval.state !== 'waiting') return null;
  const reason = whyNot(mine);
  const words = step === null ? null : confirmations[step];
  return (
    <Section title={say('one.decide')}>
      <Card>
        {reason === null ? (
          <>
            <Field.Root name="remark" hint={say('vote.remark.hint')}>
              <Field.Label>{say('vote.remark')}</Field.Label>
              <Textarea
                value={remark}
                maxLength={longest}
                onChange={(event) => setRemark(event.target.value)}
              />
              <Field.Hint />
            </Field.Root>
            <Flex gap={3} wrap="wrap">
              <Button onClick={() => setStep('approve')}>{say('vote.approve')}</Button>
              <Button variant="danger-light" onClick={() => setStep('refuse')}>
                {say('vote.refuse')}
              </Button>
            </Flex>
          </>
        ) : (
          <Typography>{say(reason)}</Typography>
        )}
        {mine.isMine && mine.delayEndsAt !== null ? (
          <Typography>{say('execute.from', { when: when(mine.delayEndsAt) })}</Typography>
        ) : null}
        {mine.isMine || mine.mayExecute ? (
          <Flex gap={3} wrap="wrap">
            {mine.mayExecute ? (
              <Button variant="danger" onClick={() => setStep('execute')}>
                {say('execute')}
              </Button>
            ) : null}
            {mine.isMine ? (
              <Button variant="tertiary" onClick={() => setStep('withdraw')}>
                {say('withdraw')}
              </Button>
            ) : null}
          </Flex>
        ) : null}
      </Card>
      {step === null || words === null ? null : (
        <ConfirmDialog
          open
          title={say(words[0])}
          about={say(words[1])}
          confirm={say(words[2])}
          danger={step === 'refuse' || step === 'execute'}
          running={isRunning ? say(words[3]) : null}
          failure={failure}
          onConfirm={() => void carryOut(step)}
          onClose={close}
        />
      )}
    </Section>
  );
}

function whyNot({ isMine, mayVote, hasVoted }: ApprovalRecord['mine']): Word | null {
  if (isMine) return 'vote.own';
  if (hasVoted) return 'vote.voted';
  return mayVote ? null : 'vote.may-not';
}

function outcome(step: Step, state: ApprovalRecord['approval']['state']): Word {
  if (step === 'withdraw') return 'withdraw.done';
  if (step === 'execute') return 'execute.done';
  if (state === 'waiting' || state === 'executed' || state === 'refused')
    return `vote.done.${state}`;
  return 'vote.done.other';
}
