import { Button, Field, SingleSelect, SingleSelectOption, Textarea } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useAttempt } from '../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../records/admin/src/parts/ConfirmDialog';
import { useAskForAdministratorMutation, useCandidatesQuery } from './api';
import { approvalPath } from './paths';
import { useWords } from './words';

/** As the server takes it, in characters. */
const shortest = 10;
const longest = 2000;

/** Asks two others to make somebody an administrator; Strapi's own pages refuse to do it. */
export function MakeAdministrator() {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const { data = [] } = useCandidatesQuery(undefined, { skip: !open });
  const [ask, { isLoading }] = useAskForAdministratorMutation();
  const { failure, forget, attempt } = useAttempt();

  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    if (person === null) return;
    const done = await attempt(ask({ administrator: person, reason: reason.trim() }));
    if (done === null) return;
    close();
    toggleNotification({ type: 'success', message: say('make.done') });
    navigate(approvalPath(done.result.approval));
  }

  return (
    <>
      <Button variant="secondary" onClick={() => setOpen(true)}>
        {say('make.button')}
      </Button>
      <ConfirmDialog
        open={open}
        title={say('make.title')}
        about={say('make.about')}
        confirm={say('make.button')}
        disabled={person === null || reason.trim().length < shortest}
        running={isLoading ? say('make.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      >
        <Field.Root name="administrator" required>
          <Field.Label>{say('make.person')}</Field.Label>
          <SingleSelect
            value={person ?? undefined}
            placeholder={say('make.choose')}
            disabled={isLoading}
            onChange={(chosen) => setPerson(Number(chosen))}
          >
            {data.map(({ id, name, email }) => (
              <SingleSelectOption key={id} value={id}>
                {name === email ? email : `${name} (${email})`}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
        <Field.Root name="reason" required hint={say('make.reason.hint')}>
          <Field.Label>{say('make.reason')}</Field.Label>
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
