import { Button, Field, Textarea } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { approvalPath } from '../../../../approvals/admin/src/paths';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { useAskToRevokeMutation } from '../api';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { useWords } from '../words';

/** As the server takes them, in characters. */
const shortest = { publicReason: 3, reason: 10 } as const;
const longest = { publicReason: 500, reason: 2000 } as const;
const empty = { publicReason: '', reason: '' };

/** Asks two others to revoke a certificate. */
export function RevokeButton({ number }: { readonly number: string }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState(empty);
  const [ask, { isLoading }] = useAskToRevokeMutation();
  const { failure, forget, attempt } = useAttempt();
  const parts = ['publicReason', 'reason'] as const;

  const close = () => {
    setOpen(false);
    setWords(empty);
    forget();
  };
  async function carryOut() {
    const done = await attempt(
      ask({ number, publicReason: words.publicReason.trim(), reason: words.reason.trim() }),
    );
    if (done === null) return;
    close();
    toggleNotification({
      type: 'success',
      message: say('certificate.revoke.asked'),
      link: { url: approvalPath(done.result.approval), label: say('approval.open') },
    });
  }

  return (
    <>
      <Button
        variant="danger-light"
        size="S"
        aria-label={say('certificate.revoke.of', { number })}
        onClick={() => setOpen(true)}
      >
        {say('certificate.revoke')}
      </Button>
      <ConfirmDialog
        open={open}
        title={say('certificate.revoke.title')}
        about={say('certificate.revoke.about', { number })}
        confirm={say('certificate.revoke')}
        danger
        disabled={parts.some((part) => words[part].trim().length < shortest[part])}
        running={isLoading ? say('certificate.revoke.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      >
        {parts.map((part) => {
          const name = part === 'reason' ? 'reason' : 'public';
          return (
            <Field.Root
              key={part}
              name={part}
              required
              hint={say(`certificate.revoke.${name}.hint`)}
            >
              <Field.Label>{say(`certificate.revoke.${name}`)}</Field.Label>
              <Textarea
                value={words[part]}
                maxLength={longest[part]}
                disabled={isLoading}
                onChange={(event) => setWords({ ...words, [part]: event.target.value })}
              />
              <Field.Hint />
            </Field.Root>
          );
        })}
      </ConfirmDialog>
    </>
  );
}
