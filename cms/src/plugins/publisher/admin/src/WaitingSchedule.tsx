import { Box, Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Schedule } from '../../server/wire';
import { useScheduleQuery, useTakeEditsInMutation, useUnscheduleMutation } from './api';
import { Notice } from './Notice';
import { ActionDialog } from './parts/ActionDialog';
import { FailureNotice } from './parts/FailureNotice';
import { useAttempt } from './parts/useAttempt';
import { isWaiting } from './schedule';
import { useWords } from './words';

/** While something waits, it is looked at again so often, in milliseconds. */
const every = 15_000;

interface Props {
  readonly documentId: string;
  readonly publishes: boolean;
}

/** The publish that is to come, or the one that failed for good. */
export function WaitingSchedule({ documentId, publishes }: Props) {
  const { say } = useWords();
  const [waiting, setWaiting] = useState(false);
  const { data: schedule } = useScheduleQuery(documentId, {
    refetchOnMountOrArgChange: true,
    pollingInterval: waiting ? every : 0,
  });
  const now = schedule !== undefined && isWaiting(schedule);
  if (now !== waiting) setWaiting(now);
  if (schedule === undefined || schedule === null) return null;
  if (schedule.state === 'failed')
    return <Notice text={say('schedule.failed', { error: schedule.lastError ?? '' })} />;
  if (!now) return null;
  return <Waiting documentId={documentId} schedule={schedule} publishes={publishes} />;
}

interface WaitingProps {
  readonly documentId: string;
  readonly schedule: Schedule;
  readonly publishes: boolean;
}

function Waiting({ documentId, schedule, publishes }: WaitingProps) {
  const { say, when, whenIn } = useWords();
  const { runAt, timeZone, frozenAt, frozenBy, isBehindDrafts, tries, lastError, message } =
    schedule;
  return (
    <Box padding={3} hasRadius background="primary100" borderColor="primary200" width="100%">
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography variant="omega" fontWeight="bold">
          {say('schedule.waiting')} {say('schedule.when', { when: whenIn(runAt, timeZone) })}
        </Typography>
        {Date.parse(runAt) < Date.now() && lastError === null ? (
          <Typography variant="pi">{say('schedule.overdue')}</Typography>
        ) : null}
        <Typography variant="pi">
          {say('schedule.by', { by: frozenBy, when: when(frozenAt) })}
        </Typography>
        {message === '' ? null : (
          <Typography variant="pi" style={{ overflowWrap: 'anywhere' }}>
            “{message}”
          </Typography>
        )}
        {lastError === null ? null : (
          <Notice text={say('schedule.trying', { tries, error: lastError })} />
        )}
        {isBehindDrafts ? (
          <Typography variant="pi" fontWeight="semiBold">
            {say('schedule.behind')}
          </Typography>
        ) : null}
        {publishes ? <Decisions documentId={documentId} schedule={schedule} /> : null}
      </Flex>
    </Box>
  );
}

function Decisions({ documentId, schedule }: Omit<WaitingProps, 'publishes'>) {
  const { say, whenIn } = useWords();
  const { toggleNotification } = useNotification();
  const [takeIn, { isLoading: takingIn }] = useTakeEditsInMutation();
  const [unschedule, { isLoading: cancelling }] = useUnscheduleMutation();
  const taking = useAttempt();
  const cancel = useAttempt();
  const [open, setOpen] = useState(false);

  async function runTakeIn() {
    if ((await taking.attempt(takeIn({ documentId }))) === null) return;
    toggleNotification({ type: 'success', message: say('schedule.taken-in') });
  }
  async function runCancel() {
    if ((await cancel.attempt(unschedule({ documentId }))) === null) return;
    setOpen(false);
    toggleNotification({ type: 'success', message: say('schedule.cancelled') });
  }

  return (
    <>
      {taking.failure === null ? null : <FailureNotice failure={taking.failure} />}
      {schedule.isBehindDrafts ? (
        <Button variant="secondary" loading={takingIn} onClick={() => void runTakeIn()}>
          {say('schedule.take-in')}
        </Button>
      ) : null}
      <Dialog.Root
        open={open}
        onOpenChange={(wanted) => {
          if (cancelling) return;
          cancel.forget();
          setOpen(wanted);
        }}
      >
        <Dialog.Trigger>
          <Button variant="tertiary">{say('schedule.cancel')}</Button>
        </Dialog.Trigger>
        <ActionDialog
          title={say('schedule.cancel.title')}
          about={say('schedule.cancel.about', { when: whenIn(schedule.runAt, schedule.timeZone) })}
          confirm={say('schedule.cancel')}
          cancel={say('schedule.cancel.keep')}
          danger
          running={cancelling ? say('page.loading') : null}
          failure={cancel.failure}
          onConfirm={() => void runCancel()}
        />
      </Dialog.Root>
    </>
  );
}
