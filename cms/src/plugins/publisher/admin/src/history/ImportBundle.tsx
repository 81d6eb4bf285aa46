import { Button, Dialog, Field } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { courseUid, useImportBundleMutation } from '../api';
import { ActionDialog } from '../parts/ActionDialog';
import { useAttempt } from '../parts/useAttempt';
import { useWords } from '../words';

export function ImportBundle() {
  const { say } = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [importBundle, { isLoading: running }] = useImportBundleMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);

  async function run() {
    if (file === null) return;
    const form = new FormData();
    form.set('file', file);
    const done = await attempt(importBundle(form));
    if (done === null) return;
    setOpen(false);
    toggleNotification({ type: 'success', message: say('import.done') });
    navigate(`/content-manager/collection-types/${courseUid}/${done.result.documentId}`);
  }

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted) => {
        if (running) return;
        forget();
        setFile(null);
        setOpen(wanted);
      }}
    >
      <Dialog.Trigger>
        <Button variant="secondary" startIcon={<Upload aria-hidden />}>
          {say('import.open')}
        </Button>
      </Dialog.Trigger>
      <ActionDialog
        title={say('import.title')}
        about={say('import.about')}
        confirm={say('import.button')}
        disabled={file === null}
        running={running ? say('import.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        <Field.Root name="bundle" hint={say('import.file.hint')}>
          <Field.Label>{say('import.file')}</Field.Label>
          <Field.Input
            type="file"
            accept=".zip,application/zip"
            disabled={running}
            onChange={(event: React.ChangeEvent<HTMLInputElement>) => {
              forget();
              setFile(event.target.files?.[0] ?? null);
            }}
          />
          <Field.Hint />
        </Field.Root>
      </ActionDialog>
    </Dialog.Root>
  );
}
