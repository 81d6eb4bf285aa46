import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { Bar } from '../../../../records/admin/src/parts/Bar';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Facts, Section } from '../../../../records/admin/src/parts/Section';
import type { BatchItem, BatchLine, BatchRecord } from '../../../server/wire';
import { useCertificateBatchQuery, useStopCertificateBatchMutation } from '../api';
import { Frame } from '../Frame';
import { batchesPath } from '../paths';
import { useWords } from '../words';
import { BatchBadge, stateOf } from './BatchBadge';

/** Milliseconds between two looks at a batch that runs. */
const rhythm = 2000;

/** How far one batch is, and what came of it for each student. */
export function BatchPage() {
  const { say, when } = useWords();
  const id = Number(useParams().id);
  const [after, setAfter] = useState(0);
  const [isRunning, setRunning] = useState(true);
  const asked = useCertificateBatchQuery(
    { id, after },
    { refetchOnMountOrArgChange: true, pollingInterval: isRunning ? rhythm : 0 },
  );
  const { data } = asked;
  const runs = data === undefined || stateOf(data.batch) === 'running';
  if (runs !== isRunning) setRunning(runs);
  return (
    <Frame
      title={
        data === undefined
          ? say('nav.batches')
          : say('batch.title', { id, course: data.batch.courseName })
      }
      about={
        data === undefined
          ? undefined
          : say('batch.about', { by: data.batch.askedBy, when: when(data.batch.createdAt) })
      }
      back={{ to: batchesPath, label: say('batch.back') }}
      action={data !== undefined && runs ? <StopButton id={id} /> : undefined}
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Progress batch={record.batch} />
            <Students record={record} after={after} onTurn={setAfter} />
          </Flex>
        )}
      </Reading>
    </Frame>
  );
}

function Progress({ batch }: { readonly batch: BatchLine }) {
  const { say, number } = useWords();
  const { total, issued, had, refused, failed, left } = batch;
  const done = total - left;
  const text = say('batch.done', { done: number(done), total: number(total) });
  return (
    <Section title={say('batch.progress')}>
      <Card>
        <Flex gap={3} wrap="wrap">
          <BatchBadge batch={batch} />
          <Typography role="status">{text}</Typography>
        </Flex>
        <Bar label={say('batch.progress')} value={done} most={total} />
        <Facts
          facts={[
            [say('batch.issued'), number(issued)],
            [say('batch.had'), number(had)],
            [say('batch.refused'), number(refused)],
            [say('batch.failed'), number(failed)],
            [say('batch.left'), number(left)],
          ]}
        />
        {stateOf(batch) === 'running' ? <Typography>{say('batch.goes-on')}</Typography> : null}
      </Card>
    </Section>
  );
}

interface StudentsProps {
  readonly record: BatchRecord;
  readonly after: number;
  readonly onTurn: (after: number) => void;
}

function Students({ record: { batch, items, next }, after, onTurn }: StudentsProps) {
  const { say } = useWords();
  const outcome = ({ outcome: came, reason }: BatchItem): string => {
    const none = stateOf(batch) === 'running' ? 'waiting' : 'stopped';
    const word = say(`batch.outcome.${came ?? none}`);
    return reason === null ? word : `${word}: ${reason}`;
  };
  return (
    <Section title={say('batch.students')}>
      <Listing
        label={say('batch.students')}
        rows={items}
        keyOf={({ studentId }) => studentId}
        columns={[
          { head: say('field.student'), cell: ({ studentName }) => studentName },
          { head: say('batch.outcome'), cell: outcome },
        ]}
      />
      <Flex gap={3} justifyContent="center" wrap="wrap">
        {after === 0 ? null : (
          <Button variant="tertiary" onClick={() => onTurn(0)}>
            {say('batch.first')}
          </Button>
        )}
        {next === null ? null : (
          <Button variant="tertiary" onClick={() => onTurn(next)}>
            {say('batch.next')}
          </Button>
        )}
      </Flex>
    </Section>
  );
}

function StopButton({ id }: { readonly id: number }) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  const [stop, { isLoading }] = useStopCertificateBatchMutation();
  const { failure, forget, attempt } = useAttempt();
  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    if ((await attempt(stop(id))) !== null) close();
  }
  return (
    <>
      <Button variant="danger-light" onClick={() => setOpen(true)}>
        {say('batch.stop')}
      </Button>
      <ConfirmDialog
        open={open}
        title={say('batch.stop.title')}
        about={say('batch.stop.about')}
        confirm={say('batch.stop')}
        danger
        running={isLoading ? say('batch.stop.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      />
    </>
  );
}
