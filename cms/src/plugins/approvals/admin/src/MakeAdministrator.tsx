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

/** Asks two others to give somebody a role that decides; Strapi's own pages refuse to do it. */
export function MakeAdministrator() {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [role, setRole] = useState<string | null>(null);
  const [person, setPerson] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const { data } = useCandidatesQuery(undefined, { skip: !open });
  const [ask, { isLoading }] = useAskForAdministratorMutation();
  const { failure, forget, attempt } = useAttempt();

  const others = (data?.people ?? []).filter(({ roles }) => role !== null && !roles.includes(role));

  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    if (person === null || role === null) return;
    const done = await attempt(ask({ administrator: person, role, reason: reason.trim() }));
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
        confirm={say('make.confirm')}
        disabled={person === null || role === null || reason.trim().length < shortest}
        running={isLoading ? say('make.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      >
        <Field.Root name="role" required>
          <Field.Label>{say('make.role')}</Field.Label>
          <SingleSelect
            value={role ?? undefined}
            placeholder={say('make.role.choose')}
            disabled={isLoading}
            onChange={(chosen) => {
              setRole(String(chosen));
              setPerson(null);
            }}
          >
            {data?.roles.map(({ code, name }) => (
              <SingleSelectOption key={code} value={code}>
                {name}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
        <Field.Root name="administrator" required>
          <Field.Label>{say('make.person')}</Field.Label>
          <SingleSelect
            value={person ?? undefined}
            placeholder={say('make.choose')}
            disabled={isLoading || role === null}
            onChange={(chosen) => setPerson(Number(chosen))}
          >
            {others.map(({ id, name, email }) => (
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
