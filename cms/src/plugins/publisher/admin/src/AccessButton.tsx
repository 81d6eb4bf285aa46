import { Button, Dialog } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { PublishStatus } from '../../server/status';
import { useRepublishMutation, useUnpublishMutation } from './api';
import { ActionDialog } from './parts/ActionDialog';
import { Choice } from './parts/Choice';
import { MessageField } from './parts/MessageField';
import { useAttempt } from './parts/useAttempt';
import { useWords } from './words';

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
}

/** Takes a published course out of the catalogue, or puts it back. */
export function AccessButton({ documentId, status }: Props) {
  const { published, state } = status;
  if (published === null) return null;
  return state === 'published' ? (
    <Unpublish documentId={documentId} learners={status.learners} />
  ) : (
    <Republish documentId={documentId} learners={status.learners} version={published.version} />
  );
}

function Unpublish({ documentId, learners }: { documentId: string; learners: number }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [unpublish, { isLoading: running }] = useUnpublishMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  const [message, setMessage] = useState('');
  const [access, setAccess] = useState<'keep' | 'close'>('keep');

  async function run() {
    if ((await attempt(unpublish({ documentId, message: message.trim(), access }))) === null)
      return;
    setOpen(false);
    toggleNotification({ type: 'success', message: say('unpublish.done') });
  }

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted) => {
        if (running) return;
        forget();
        setOpen(wanted);
      }}
    >
      <Dialog.Trigger>
        <Button fullWidth variant="tertiary">
          {say('unpublish.open')}
        </Button>
      </Dialog.Trigger>
      <ActionDialog
        title={say('unpublish.title')}
        about={say('unpublish.about')}
        confirm={say('unpublish.button')}
        danger
        running={running ? say('unpublish.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        <Choice
          label={say('unpublish.access', { count: learners })}
          value={access}
          disabled={running}
          onChange={setAccess}
          options={[
            { value: 'keep', label: say('unpublish.keep'), about: say('unpublish.keep.about') },
            { value: 'close', label: say('unpublish.close'), about: say('unpublish.close.about') },
          ]}
        />
        <MessageField value={message} disabled={running} onChange={setMessage} />
      </ActionDialog>
    </Dialog.Root>
  );
}

interface RepublishProps {
  readonly documentId: string;
  readonly learners: number;
  readonly version: number;
}

function Republish({ documentId, learners, version }: RepublishProps) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [republish, { isLoading: running }] = useRepublishMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  const [message, setMessage] = useState('');

  async function run() {
    if ((await attempt(republish({ documentId, message: message.trim() }))) === null) return;
    setOpen(false);
    toggleNotification({ type: 'success', message: say('republish.done') });
  }

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted) => {
        if (running) return;
        forget();
        setOpen(wanted);
      }}
    >
      <Dialog.Trigger>
        <Button fullWidth variant="tertiary">
          {say('republish.open')}
        </Button>
      </Dialog.Trigger>
      <ActionDialog
        title={say('republish.title')}
        about={say('republish.about', { version, learners })}
        confirm={say('republish.button')}
        running={running ? say('republish.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        <MessageField value={message} disabled={running} onChange={setMessage} />
      </ActionDialog>
    </Dialog.Root>
  );
}
