import { Box, Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useRestoreStateQuery, useUndoRestoreMutation } from '../api';
import { ActionDialog } from '../parts/ActionDialog';
import { useAttempt } from '../parts/useAttempt';
import { useWords } from '../words';

interface Props {
  readonly documentId: string;
  readonly publishes: boolean;
}

/** While the last restore can be taken back: what it was, and the way back. */
export function RestoredNotice({ documentId, publishes }: Props) {
  const { say, when } = useWords();
  const { toggleNotification } = useNotification();
  const { data: state } = useRestoreStateQuery(documentId, { refetchOnMountOrArgChange: true });
  const [undo, { isLoading: running }] = useUndoRestoreMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  if (!state?.canUndo || state.version === null || state.at === null) return null;
  const { version, at, by } = state;

  async function run() {
    if ((await attempt(undo({ documentId }))) === null) return;
    setOpen(false);
    toggleNotification({ type: 'success', message: say('undo.done') });
  }

  return (
    <Box padding={4} hasRadius background="primary100" borderColor="primary200">
      <Flex gap={3} wrap="wrap" justifyContent="space-between">
        <Typography>{say('restored.about', { version, by: by ?? '', when: when(at) })}</Typography>
        {publishes ? (
          <Dialog.Root
            open={open}
            onOpenChange={(wanted) => {
              if (running) return;
              forget();
              setOpen(wanted);
            }}
          >
            <Dialog.Trigger>
              <Button variant="secondary">{say('restored.undo')}</Button>
            </Dialog.Trigger>
            <ActionDialog
              title={say('undo.title')}
              about={say('undo.about', { version })}
              confirm={say('undo.button')}
              danger
              running={running ? say('undo.running') : null}
              failure={failure}
              onConfirm={() => void run()}
            />
          </Dialog.Root>
        ) : null}
      </Flex>
    </Box>
  );
}
