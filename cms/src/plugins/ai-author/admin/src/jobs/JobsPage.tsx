import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { KeysetList } from '../../../../records/admin/src/parts/KeysetList';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { useKeysetSearch } from '../../../../records/admin/src/parts/useKeysetSearch';
import type { Job } from '../../../server/wire';
import { CourseFrame } from '../Frame';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
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
  const progress = ({ steps }: Job) => {
    const { done, all } = progressOf(steps);
    return say('job.progress.short', { done, all });
  };
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
                  <TextLink to={jobPath(courseId, job.id)}>
                    {say('job.title', {
                      command: say(`command.${job.command}`),
                      title: job.title,
                    })}
                  </TextLink>
                ),
              },
              { head: say('jobs.state'), cell: ({ state }) => <JobBadge state={state} /> },
              { head: say('jobs.progress'), cell: progress },
              {
                head: say('jobs.proposals'),
                cell: (job) => <Open courseId={courseId} job={job} />,
              },
              { head: say('jobs.spent'), cell: ({ spent }) => cost(spent) },
              {
                head: say('jobs.started'),
                cell: ({ startedBy, startedAt }) =>
                  say('jobs.started.by', { by: startedBy, when: when(startedAt) }),
              },
            ]}
          />
        )}
      </Reading>
    </CourseFrame>
  );
}

function Open({ courseId, job }: { readonly courseId: string; readonly job: Job }) {
  if (job.openProposals === 0) return '0';
  return (
    <TextLink to={proposalsPath(courseId, { job: job.id, state: 'open' })}>
      {job.openProposals}
    </TextLink>
  );
}
