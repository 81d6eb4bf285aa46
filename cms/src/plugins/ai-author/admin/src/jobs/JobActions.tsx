import { Button, Dialog, Flex } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { failureOf } from '../../../../publisher/admin/src/failure';
import { ActionDialog } from '../../../../publisher/admin/src/parts/ActionDialog';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { Job } from '../../../server/wire';
import { useWords } from '../words';
import { useChangeAiJobMutation } from './api';
import { actionsOf, progressOf } from './progress';

interface Props {
  readonly courseId: string;
  readonly job: Job;
}

/** Pause, resume, cancel, or put away what failed: what this job's state allows. */
export function JobActions({ courseId, job }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [change, { isLoading }] = useChangeAiJobMutation();
  const actions = actionsOf(job.state);

  async function run(action: 'pause' | 'resume') {
    const answer = await change({ courseId, id: job.id, action });
    if ('data' in answer) {
      toggleNotification({ type: 'success', message: say(`job.done.${action}`) });
      return;
    }
    const failure = failureOf(answer.error);
    const message = failure.kind === 'said' ? failure.text : say(`job.not-done.${failure.kind}`);
    toggleNotification({ type: 'warning', title: say('job.not-done'), message });
  }

  if (actions.length === 0) return null;
  return (
    <Flex gap={2} wrap="wrap">
      {actions.map((action) =>
        action === 'cancel' ? (
          <CancelButton key={action} courseId={courseId} job={job} />
        ) : (
          <Button
            key={action}
            variant={action === 'resume' ? 'default' : 'secondary'}
            loading={isLoading}
            onClick={() => void run(action)}
          >
            {say(`job.${action}`)}
          </Button>
        ),
      )}
    </Flex>
  );
}

function CancelButton({ courseId, job }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [change, { isLoading }] = useChangeAiJobMutation();
  const { failure, forget, attempt } = useAttempt();
  const { done, left, failed } = progressOf(job.steps);
  // It has come to its end: there is nothing to stop, and what failed is not asked for again.
  const act = job.state === 'failed' ? 'leave' : 'cancel';
  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    const answer = await attempt(change({ courseId, id: job.id, action: 'cancel' }));
    if (answer === null) return;
    close();
    toggleNotification({ type: 'success', message: say(`job.done.${act}`) });
  }
  return (
    <>
      <Button variant={act === 'leave' ? 'tertiary' : 'danger-light'} onClick={() => setOpen(true)}>
        {say(`job.${act}`)}
      </Button>
      <Dialog.Root
        open={open}
        onOpenChange={(opened) => (opened || isLoading ? undefined : close())}
      >
        <ActionDialog
          title={say(`job.${act}.title`)}
          about={say(`job.${act}.about`, { done, left, failed })}
          confirm={say(`job.${act}`)}
          cancel={say('job.cancel.not')}
          danger
          running={isLoading ? say(`job.${act}.running`) : null}
          failure={failure}
          onConfirm={() => void carryOut()}
        />
      </Dialog.Root>
    </>
  );
}
