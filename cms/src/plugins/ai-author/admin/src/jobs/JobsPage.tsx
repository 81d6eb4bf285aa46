import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { KeysetList } from '../../../../records/admin/src/parts/KeysetList';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { useKeysetSearch } from '../../../../records/admin/src/parts/useKeysetSearch';
import type { Job } from '../../../server/wire';
import { CourseFrame } from '../Frame';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
import { Wrapped } from '../parts/Wrapped';
import { jobPath, proposalsPath } from '../paths';
import { useWords } from '../words';
import { useAiJobsQuery } from './api';
import { JobBadge } from './JobBadge';
import { progressOf } from './progress';

/** Milliseconds between two looks at a list in which a job runs. */
const rhythm = 3000;

/** The jobs of one course, the newest first. */
export function JobsPage() {
  const { documentId: courseId = '' } = useParams();
  const { say, when, cost } = useWords();
  const search = useKeysetSearch([]);
  const [isRunning, setRunning] = useState(false);
  const asked = useAiJobsQuery(
    { courseId, before: search.before },
    { refetchOnMountOrArgChange: true, pollingInterval: isRunning ? rhythm : 0 },
  );
  const runs = asked.data?.rows.some(({ state }) => state === 'running') === true;
  if (runs !== isRunning) setRunning(runs);
  return (
    <CourseFrame
      courseId={courseId}
      title={say('jobs.title')}
      about={say('jobs.about')}
      action={<WriteLessonsButton courseId={courseId} />}
    >
      <Reading asked={asked}>
        {({ rows, next }) => (
          <KeysetList
            label={say('jobs.title')}
            rows={rows}
            next={next}
            isFetching={false}
            keyOf={({ id }) => id}
            search={search}
            onClear={search.clear}
            words={{
              count:
                rows.length === 0
                  ? say('jobs.none')
                  : say('jobs.count', { count: rows.length, more: next === null ? 'no' : 'yes' }),
              clear: say('jobs.clear'),
              newest: say('jobs.newest'),
              older: say('jobs.older'),
            }}
            columns={[
              {
                head: say('jobs.job'),
                cell: (job) => (
                  <Wrapped>
                    <TextLink to={jobPath(courseId, job.id)}>{job.title}</TextLink>
                  </Wrapped>
                ),
              },
              { head: say('jobs.state'), cell: (job) => <State job={job} /> },
              {
                head: say('jobs.proposals'),
                cell: (job) => <Open courseId={courseId} job={job} />,
              },
              {
                head: say('jobs.spent'),
                cell: ({ spent }) => (
                  <Wrapped>
                    <Typography>{cost(spent)}</Typography>
                  </Wrapped>
                ),
              },
              {
                head: say('jobs.started'),
                cell: ({ startedBy, startedAt }) => (
                  <Wrapped>
                    <Typography>
                      {say('jobs.started.by', { by: startedBy, when: when(startedAt) })}
                    </Typography>
                  </Wrapped>
                ),
              },
            ]}
          />
        )}
      </Reading>
    </CourseFrame>
  );
}

function Open({ courseId, job }: { readonly courseId: string; readonly job: Job }) {
  if (job.openProposals === 0) return <Typography>0</Typography>;
  return (
    <TextLink to={proposalsPath(courseId, { job: job.id, state: 'open' })}>
      {job.openProposals}
    </TextLink>
  );
}

function State({ job: { state, steps } }: { readonly job: Job }) {
  const { say } = useWords();
  const { done, all } = progressOf(steps);
  return (
    <Flex gap={2} wrap="wrap">
      <JobBadge state={state} />
      <Typography>{say('job.progress.short', { done, all })}</Typography>
    </Flex>
  );
}
