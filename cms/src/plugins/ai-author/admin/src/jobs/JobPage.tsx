import { Box, Flex, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router-dom';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Bar } from '../../../../records/admin/src/parts/Bar';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Facts, Section } from '../../../../records/admin/src/parts/Section';
import type { Job, JobRecord } from '../../../server/wire';
import { useJobEvents } from '../events/useJobEvents';
import { CourseFrame } from '../Frame';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
import { proposalsPath } from '../paths';
import { useAiOwnUsageQuery } from '../usage/api';
import { thisMonth } from '../usage/month';
import { useWords } from '../words';
import { JobActions } from './JobActions';
import { JobBadge } from './JobBadge';
import { progressOf } from './progress';
import { Steps } from './Steps';

/** One job as it runs: how far, what is being written, what it cost, and what stops it. */
export function JobPage() {
  const { documentId: courseId = '', jobId = '' } = useParams();
  const { say, when } = useWords();
  const { record, isLive, error, isFetching, refetch } = useJobEvents(courseId, Number(jobId));
  const job = record?.job;
  return (
    <CourseFrame
      courseId={courseId}
      title={job === undefined ? say('jobs.title') : job.title}
      about={job === undefined ? undefined : begun(job)}
      action={job === undefined ? undefined : <JobActions courseId={courseId} job={job} />}
    >
      <Reading asked={{ data: record ?? undefined, error, isFetching, refetch }}>
        {(found) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Progress courseId={courseId} record={found} isLive={isLive} />
            <Steps courseId={courseId} record={found} />
          </Flex>
        )}
      </Reading>
    </CourseFrame>
  );

  function begun({ startedBy: by, startedAt, endedAt }: Job): string {
    return endedAt === null
      ? say('job.about', { by, when: when(startedAt) })
      : say('job.about.ended', { by, when: when(startedAt), ended: when(endedAt) });
  }
}

interface ProgressProps {
  readonly courseId: string;
  readonly record: Pick<JobRecord, 'job' | 'steps'>;
  readonly isLive: boolean;
}

function Progress({ courseId, record: { job }, isLive }: ProgressProps) {
  const { say, cost } = useWords();
  const { all, done, running, failed, cancelled, left } = progressOf(job.steps);
  const ceiling = useJobCeiling();
  const isAway = useIsAway(isLive);
  return (
    <Section title={say('job.progress')}>
      <Card>
        <Flex gap={3} wrap="wrap">
          <JobBadge state={job.state} />
          <Typography role="status">
            {say('job.progress.of', { done, all, running, failed, cancelled })}
          </Typography>
        </Flex>
        <Bar label={say('job.progress')} value={all - left} most={all} />
        {isAway && job.state === 'running' ? (
          <Typography variant="pi" textColor="neutral600">
            {say('job.away')}
          </Typography>
        ) : null}
        <Reason job={job} />
        <Facts
          facts={[
            [say('job.cost.spent'), cost(job.spent)],
            [say('job.cost.estimate'), cost(job.estimate)],
            ...(ceiling === null ? [] : [[say('job.cost.ceiling'), ceiling] as const]),
          ]}
        />
        <Next courseId={courseId} job={job} />
      </Card>
    </Section>
  );
}

/** Why it does not go on, or what happens when it does. */
function Reason({ job: { state, reason } }: { readonly job: Job }) {
  const { say } = useWords();
  if (state === 'stopped' || state === 'failed')
    return (
      <Notice
        title={say(`job.reason.${state}`)}
        text={[reason?.message, say(state === 'stopped' ? 'job.reason.resume' : 'job.failed.about')]
          .filter(Boolean)
          .join(' ')}
      />
    );
  if (state === 'done') return null;
  return <Typography textColor="neutral600">{say(`job.${state}.about`)}</Typography>;
}

/** Where it goes on from here. */
function Next({ courseId, job }: { readonly courseId: string; readonly job: Job }) {
  const { say } = useWords();
  const { openProposals: count } = job;
  return (
    <Flex direction="column" alignItems="flex-start" gap={3}>
      {count > 0 ? (
        <TextLink to={proposalsPath(courseId, { job: job.id, state: 'open' })}>
          {say('job.proposals', { count })}
        </TextLink>
      ) : (
        <>
          <Typography textColor="neutral600">{say('job.proposals', { count })}</Typography>
          <TextLink to={proposalsPath(courseId, { job: job.id })}>
            {say('job.proposals.all')}
          </TextLink>
        </>
      )}
      {job.command === 'outline' && job.target.kind === 'course' && job.state === 'done' ? (
        <>
          <Typography textColor="neutral600">{say('job.next.outline')}</Typography>
          <Box>
            <WriteLessonsButton courseId={courseId} />
          </Box>
        </>
      ) : null}
    </Flex>
  );
}

/** Milliseconds that a line may be cut before it is worth a word. */
const patience = 2000;

function useIsAway(isLive: boolean): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (isLive) {
      setAway(false);
      return;
    }
    const wait = setTimeout(() => setAway(true), patience);
    return () => clearTimeout(wait);
  }, [isLive]);
  return isAway;
}

/** The ceiling for a job in words; null until it is known. */
function useJobCeiling(): string | null {
  const { say, tokens, money } = useWords();
  const { data } = useAiOwnUsageQuery(thisMonth());
  if (data === undefined) return null;
  const { jobTokens, jobMicrodollars } = data.settings;
  const parts = [
    ...(jobTokens === null ? [] : [tokens(jobTokens)]),
    ...(jobMicrodollars === null ? [] : [money(jobMicrodollars)]),
  ];
  return parts.length === 0 ? say('job.cost.no-ceiling') : parts.join(', ');
}
