import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useState } from 'react';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import { useBatchCoursesQuery, useCertificateBatchesQuery } from '../api';
import { Frame } from '../Frame';
import { batchPath } from '../paths';
import { useWords } from '../words';
import { BatchBadge, stateOf } from './BatchBadge';
import { DryRunResult } from './DryRunResult';
import { useDryRun } from './useDryRun';

/** Issuing to all of a course who earned it: first a look at who that would be, then the batch. */
export function BatchesPage() {
  const { say } = useWords();
  return (
    <Frame title={say('nav.batches')} about={say('batches.about')}>
      <Flex direction="column" alignItems="stretch" gap={7}>
        <DryRunCard />
        <Latest />
      </Flex>
    </Frame>
  );
}

function DryRunCard() {
  const { say } = useWords();
  const { data: courses = [] } = useBatchCoursesQuery();
  const [course, setCourse] = useState('');
  const { run, state, failure, look, forget } = useDryRun();
  const name = courses.find(({ id }) => String(id) === course)?.name ?? '';
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Card>
        <Field.Root name="course" hint={say('batches.dry.about')}>
          <Field.Label>{say('batches.course')}</Field.Label>
          <SingleSelect
            placeholder={say('batches.course.choose')}
            value={course}
            onChange={(chosen) => {
              forget();
              setCourse(String(chosen));
            }}
          >
            {courses.map(({ id, name: called }) => (
              <SingleSelectOption key={id} value={String(id)}>
                {called}
              </SingleSelectOption>
            ))}
          </SingleSelect>
          <Field.Hint />
        </Field.Root>
        <Box>
          <Button
            variant="secondary"
            disabled={course === ''}
            loading={state === 'looking'}
            onClick={() => void look(course)}
          >
            {say('batches.dry')}
          </Button>
        </Box>
        <Typography role="status" variant="pi" textColor="neutral600">
          {state === 'looking' ? say('batches.looking', { count: run.seen }) : ''}
        </Typography>
        {failure === null ? null : (
          <Notice text={failure.kind === 'said' ? failure.text : say('batches.dry.failed')} />
        )}
      </Card>
      {state === 'done' ? (
        <DryRunResult run={run} course={Number(course)} courseName={name} />
      ) : null}
    </Flex>
  );
}

/** Milliseconds between two looks at batches of which one runs. */
const rhythm = 3000;

function Latest() {
  const { say, when, number } = useWords();
  const [isRunning, setRunning] = useState(false);
  const asked = useCertificateBatchesQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isRunning ? rhythm : 0,
  });
  const runs = asked.data?.some((batch) => stateOf(batch) === 'running') ?? false;
  if (runs !== isRunning) setRunning(runs);
  return (
    <Section title={say('batches.latest')}>
      <Reading asked={asked}>
        {(batches) =>
          batches.length === 0 ? (
            <Typography textColor="neutral600">{say('batches.none')}</Typography>
          ) : (
            <Listing
              label={say('batches.latest')}
              rows={batches}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: say('field.course'),
                  cell: ({ id, courseName }) => (
                    <TextLink to={batchPath(id)}>
                      {say('batch.title', { id, course: courseName })}
                    </TextLink>
                  ),
                },
                { head: say('batches.by'), cell: ({ askedBy }) => askedBy },
                { head: say('batches.started'), cell: ({ createdAt }) => when(createdAt) },
                {
                  head: say('batches.progress'),
                  cell: ({ issued, total }) =>
                    say('batches.progress.of', { done: number(issued), total: number(total) }),
                },
                { head: say('field.state'), cell: (batch) => <BatchBadge batch={batch} /> },
              ]}
            />
          )
        }
      </Reading>
    </Section>
  );
}
