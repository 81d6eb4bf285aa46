import { Flex } from '@strapi/design-system';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { Job } from '../../../server/wire';
import { useAiJobQuery } from '../api';
import { JobActions } from '../jobs/JobActions';
import { progressOf } from '../jobs/progress';
import { CalmNotice } from '../parts/CalmNotice';
import { jobPath } from '../paths';
import { useWords } from '../words';
import { reasonsOf } from './halted';

/** More are on the job's own page. */
const mostReasons = 2;

interface Props {
  readonly courseId: string;
  readonly job: Job;
}

/** A job that failed, stopped or was paused: why, and how it goes on. */
export function HaltedJob({ courseId, job }: Props) {
  const { say } = useWords();
  const { id, title, state, reason } = job;
  const isFailed = state === 'failed';
  // A failed job has no reason of its own: its steps have.
  const { data } = useAiJobQuery(
    { courseId, jobId: id },
    { skip: !isFailed, refetchOnMountOrArgChange: true },
  );
  const { all, failed } = progressOf(job.steps);
  const reasons = isFailed ? reasonsOf(data?.steps ?? []).slice(0, mostReasons) : [];
  const sentences = [
    ...(reason === null ? [] : [reason.message]),
    ...reasons,
    say(isFailed ? 'job.failed.about' : 'job.reason.resume'),
  ].join(' ');
  return (
    <Flex
      tag="section"
      aria-label={say('halted.label', { title })}
      direction="column"
      alignItems="stretch"
      gap={3}
    >
      {state === 'paused' ? (
        <CalmNotice title={say('halted.paused', { title })}>{say('job.paused.about')}</CalmNotice>
      ) : (
        <Notice
          title={say(isFailed ? 'halted.failed' : 'halted.stopped', { title, all, failed })}
          text={sentences}
        />
      )}
      <Flex gap={4} wrap="wrap">
        <JobActions courseId={courseId} job={job} />
        <TextLink to={jobPath(courseId, id)}>{say('live.open')}</TextLink>
      </Flex>
    </Flex>
  );
}
