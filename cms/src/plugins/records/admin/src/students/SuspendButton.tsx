import { Button, Field, Textarea } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { StudentLine } from '../../../server/wire';
import { useSetSuspendedMutation } from '../api';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { useWords } from '../words';

/** As the server takes it, in characters. */
const shortest = 3;
const longest = 500;

/** Suspends or reinstates, and says what is so afterwards, as the server has read it. */
export function SuspendButton({ student }: { readonly student: StudentLine }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [change, { isLoading }] = useSetSuspendedMutation();
  const { failure, forget, attempt } = useAttempt();
  const { id, name, status } = student;
  const suspended = status === 'active';
  const verb = suspended ? 'suspend' : 'reinstate';

  const close = () => {
    setOpen(false);
    setReason('');
    forget();
  };
  async function carryOut() {
    const done = await attempt(change({ id, suspended, reason: reason.trim() }));
    if (done === null) return;
    close();
    const { blocked, sessions } = done.result;
    toggleNotification({
      type: blocked && sessions > 0 ? 'warning' : 'success',
      message: blocked
        ? say('student.suspended', { name, count: sessions })
        : say('student.reinstated', { name }),
    });
  }

  return (
    <>
      <Button variant={suspended ? 'danger-light' : 'secondary'} onClick={() => setOpen(true)}>
        {say(`student.${verb}`)}
      </Button>
      <ConfirmDialog
        open={open}
        title={say(`student.${verb}.title`, { name })}
        about={say(`student.${verb}.about`)}
        confirm={say(`student.${verb}`)}
        danger={suspended}
        disabled={reason.trim().length < shortest}
        running={isLoading ? say(`student.${verb}.running`) : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      >
        <Field.Root name="reason" required hint={say('student.reason.hint')}>
          <Field.Label>{say('student.reason')}</Field.Label>
          <Textarea
            value={reason}
            maxLength={longest}
            disabled={isLoading}
            onChange={(event) => setReason(event.target.value)}
          />
          <Field.Hint />
        </Field.Root>
      </ConfirmDialog>
    </>
  );
}
