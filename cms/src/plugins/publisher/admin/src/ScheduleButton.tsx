import {
  Button,
  Dialog,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { Clock } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useMemo, useState } from 'react';
import type { PublishStatus } from '../../server/status';
import type { Learners } from '../../server/wire';
import { useScheduleCourseMutation, useScheduleQuery } from './api';
import { dayOf, ownTimeZone, timeZones } from './moments';
import { Notice } from './Notice';
import { ActionDialog } from './parts/ActionDialog';
import { DateField } from './parts/DateField';
import { LearnersChoice } from './parts/LearnersChoice';
import { MessageField } from './parts/MessageField';
import { useAttempt } from './parts/useAttempt';
import { isWaiting } from './schedule';
import { useWords } from './words';

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
  readonly unsaved: boolean;
}

/** Asks when to publish; gone while a publish waits, because there is one at a time. */
export function ScheduleButton({ documentId, status, unsaved }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const { data: waiting } = useScheduleQuery(documentId);
  const [schedule, { isLoading: running }] = useScheduleCourseMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  const [date, setDate] = useState('');
  const [time, setTime] = useState('');
  const [timeZone, setTimeZone] = useState(ownTimeZone);
  const [message, setMessage] = useState('');
  const [learners, setLearners] = useState<Learners>('keep');
  if (waiting === undefined || isWaiting(waiting)) return null;
  const errors = status.errors;

  async function run() {
    const done = await attempt(
      schedule({
        documentId,
        runAt: `${date}T${time}`,
        timeZone,
        message: message.trim(),
        learners,
      }),
    );
    if (done === null) return;
    setOpen(false);
    setMessage('');
    toggleNotification({ type: 'success', message: say('schedule.done') });
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
        <Button fullWidth variant="tertiary" startIcon={<Clock aria-hidden />}>
          {say('schedule.open')}
        </Button>
      </Dialog.Trigger>
      <ActionDialog
        title={say('schedule.title')}
        about={say('schedule.about')}
        confirm={say('schedule.button')}
        disabled={date === '' || time === '' || errors > 0}
        running={running ? say('schedule.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        {unsaved ? <Notice text={say('schedule.unsaved')} /> : null}
        {errors > 0 ? <Notice text={say('schedule.refused', { count: errors })} /> : null}
        <Flex gap={3} wrap="wrap" alignItems="flex-start">
          <DateField
            type="date"
            label={say('schedule.date')}
            value={date}
            min={dayOf(new Date())}
            disabled={running}
            onChange={setDate}
          />
          <DateField
            type="time"
            label={say('schedule.time')}
            value={time}
            disabled={running}
            onChange={setTime}
          />
        </Flex>
        <TimeZone value={timeZone} disabled={running} onChange={setTimeZone} />
        {status.learners === 0 ? null : (
          <LearnersChoice
            value={learners}
            version={status.nextVersion}
            disabled={running}
            onChange={setLearners}
          />
        )}
        <MessageField
          value={message}
          hint={say('confirm.message.hint')}
          disabled={running}
          onChange={setMessage}
        />
      </ActionDialog>
    </Dialog.Root>
  );
}

interface TimeZoneProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (zone: string) => void;
}

function TimeZone({ value, disabled, onChange }: TimeZoneProps) {
  const { say } = useWords();
  const zones = useMemo(timeZones, []);
  return (
    <Field.Root name="timeZone">
      <Field.Label>{say('schedule.zone')}</Field.Label>
      <SingleSelect
        value={value}
        disabled={disabled}
        onChange={(chosen) => onChange(String(chosen))}
      >
        {zones.map((zone) => (
          <SingleSelectOption key={zone} value={zone}>
            {zone}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
