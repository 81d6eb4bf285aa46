import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import { useEffect, useRef } from 'react';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { Proposal, Step } from '../../../server/wire';
import { hasEnded } from '../events/job-record';
import { useJobEvents } from '../events/useJobEvents';
import { jobPath } from '../paths';
import { useWords } from '../words';
import { BlockView } from './BlockView';
import { madeFor, nameOf } from './shown';
import { useHeading } from './useHeading';

interface Props {
  readonly courseId: string;
  readonly jobId: number;
  /** Of that draft only; every step's otherwise. */
  readonly entry?: string | undefined;
  /** In a narrow place: the text scrolls within a few lines, and its end stays in view. */
  readonly isSmall?: boolean;
  readonly onProposals?: (proposals: readonly Proposal[]) => void;
  readonly onEnded?: () => void;
}

const wrap = { overflowWrap: 'anywhere', minWidth: 0 } as const;
const nothing: readonly Proposal[] = [];

/** A job while it writes: how far it is, and what comes, as it comes. */
export function LiveJob(props: Props) {
  const { courseId, jobId, entry, isSmall = false, onProposals, onEnded } = props;
  const { say } = useWords();
  const { record, isCut } = useJobEvents(courseId, jobId);
  const tell = useRef({ onProposals, onEnded });
  tell.current = { onProposals, onEnded };
  const proposals = record?.proposals ?? nothing;
  const about = useRef<() => readonly Proposal[]>(() => nothing);
  about.current = () =>
    record === null || entry === undefined ? proposals : madeFor(record, entry);
  useEffect(() => {
    if (proposals.length > 0) tell.current.onProposals?.(about.current());
  }, [proposals]);
  const ended = record !== null && hasEnded(record.job);
  useEffect(() => {
    if (ended) tell.current.onEnded?.();
  }, [ended]);
  if (record === null || ended) return null;

  const { job, steps } = record;
  const total = Object.values(job.steps).reduce((sum, count) => sum + count, 0);
  const running = steps.filter(
    ({ state, target }) =>
      state === 'running' && (entry === undefined || target.documentId === entry),
  );
  return (
    <Flex
      tag="section"
      aria-label={say('live.label', { title: job.title })}
      direction="column"
      alignItems="stretch"
      gap={3}
      padding={3}
      hasRadius
      background="primary100"
      borderColor="primary200"
    >
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Flex gap={2} alignItems="flex-start" style={{ minWidth: 0 }}>
          {job.state === 'running' ? (
            <Box shrink={0}>
              <Loader small>{say('live.title')}</Loader>
            </Box>
          ) : null}
          <Typography role="status" fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
            {say('live.progress', { title: job.title, done: job.steps.done, total })}
          </Typography>
        </Flex>
        <TextLink to={jobPath(courseId, jobId)}>{say('live.open')}</TextLink>
      </Flex>
      {job.reason === null ? null : <Typography variant="pi">{job.reason.message}</Typography>}
      {!isCut ? null : (
        <Typography variant="pi" textColor="neutral600">
          {say('live.cut')}
        </Typography>
      )}
      {running.map((step) => (
        <LiveStep
          key={step.id}
          step={step}
          hasHeading={step.title !== job.title}
          isSmall={isSmall}
        />
      ))}
    </Flex>
  );
}

interface StepProps {
  readonly step: Step;
  readonly hasHeading: boolean;
  readonly isSmall: boolean;
}

/** What one step has written so far; not read out, because it changes several times a second. */
function LiveStep({ step, hasHeading, isSmall }: StepProps) {
  const { say, when } = useWords();
  const headingOf = useHeading();
  const box = useRef<HTMLElement>(null);
  const { blocks } = step;
  // What came last is at the end.
  useEffect(() => {
    const { current } = box;
    if (isSmall && current !== null) current.scrollTop = current.scrollHeight;
  }, [blocks, isSmall]);
  return (
    <Box
      ref={box}
      tag="article"
      aria-label={step.title}
      aria-busy
      padding={3}
      hasRadius
      background="neutral0"
      {...(isSmall ? { tabIndex: 0, maxHeight: '26rem', overflow: 'auto' as const } : {})}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        {hasHeading ? (
          <Typography tag="h3" variant="omega" fontWeight="bold" style={wrap}>
            {step.title}
          </Typography>
        ) : null}
        {step.nextTryAt === null ? null : (
          <Typography variant="pi" textColor="neutral600">
            {say('live.again', {
              when: when(step.nextTryAt),
              reason: step.reason?.message ?? '',
            })}
          </Typography>
        )}
        {step.blocks.length === 0 ? (
          <Typography variant="pi" textColor="neutral600">
            {say('live.waiting')}
          </Typography>
        ) : null}
        {step.blocks.map((block) => (
          <Box key={block.key}>
            <Typography variant="sigma" textColor="neutral600">
              {headingOf(block, block.kind !== 'course' && nameOf(block) !== '')}
            </Typography>
            <BlockView block={block} present={null} uncovered={[]} view="within" />
          </Box>
        ))}
      </Flex>
    </Box>
  );
}
