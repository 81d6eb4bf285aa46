import { Dialog } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Learners } from '../../../server/wire';
import { useRollBackMutation } from '../api';
import { ActionDialog } from '../parts/ActionDialog';
import { LearnersChoice } from '../parts/LearnersChoice';
import { MessageField } from '../parts/MessageField';
import { useAttempt } from '../parts/useAttempt';
import { useWords } from '../words';

interface Props {
  readonly documentId: string;
  readonly version: number;
  /** The number the rolled back version will have. */
  readonly next: number;
  readonly learners: number;
  readonly onClose: () => void;
}

export function RollBackDialog({ documentId, version, next, learners, onClose }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [rollBack, { isLoading: running }] = useRollBackMutation();
  const { attempt, failure } = useAttempt();
  const [message, setMessage] = useState('');
  const [choice, setChoice] = useState<Learners>('keep');

  async function run() {
    const done = await attempt(
      rollBack({ documentId, version, message: message.trim(), learners: choice }),
    );
    if (done === null) return;
    onClose();
    toggleNotification({
      type: 'success',
      message: [
        say('roll-back.done', { version: done.result.version }),
        ...(done.result.approval === null ? [] : [say('done.asked')]),
      ].join(' '),
    });
  }

  return (
    <Dialog.Root open onOpenChange={(open) => (open || running ? undefined : onClose())}>
      <ActionDialog
        title={say('roll-back.title', { version })}
        about={say('roll-back.about', { version, next })}
        confirm={say('roll-back.button', { next })}
        running={running ? say('roll-back.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        {learners === 0 ? null : (
          <LearnersChoice value={choice} version={next} disabled={running} onChange={setChoice} />
        )}
        <MessageField value={message} disabled={running} onChange={setMessage} />
      </ActionDialog>
    </Dialog.Root>
  );
}
