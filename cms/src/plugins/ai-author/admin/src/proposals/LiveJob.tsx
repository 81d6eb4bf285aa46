import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import { useEffect, useRef } from 'react';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { Step } from '../../../server/wire';
import type { WatchedJob } from '../events/job-record';
import { useJobEvents } from '../events/useJobEvents';
import { jobPath } from '../paths';
import { useWords } from '../words';
import { BlockView } from './BlockView';
import { nameOf } from './shown';
import { useHeading } from './useHeading';

interface Props {
  readonly courseId: string;
  readonly jobId: number;
  /** Of that draft only; every step's otherwise. */
  readonly entry?: string | undefined;
  /** In a narrow place: the text scrolls within a few lines, and its end stays in view. */
  readonly isSmall?: boolean;
  /** The line is open: what was made before that may have been missed. */
  readonly onOpen?: () => void;
  /** Proposals came. */
  readonly onProposals?: (record: WatchedJob) => void;
  /** It does not write any more: it has ended, or waits for a person. */
  readonly onHalted?: () => void;
}

const wrap = { overflowWrap: 'anywhere', minWidth: 0 } as const;

/** A job while it writes: how far it is, and what comes, as it comes. */
export function LiveJob(props: Props) {
  const { courseId, jobId, entry, isSmall = false } = props;
  const { say } = useWords();
  const { record, isLive, isCut } = useJobEvents(courseId, jobId);
  const now = useRef({ ...props, record });
  now.current = { ...props, record };
  useEffect(() => {
    if (isLive) now.current.onOpen?.();
  }, [isLive]);
  const proposals = record?.proposals;
  useEffect(() => {
    const { record, onProposals } = now.current;
    if (record !== null && proposals !== undefined && proposals.length > 0) onProposals?.(record);
  }, [proposals]);
  const isHalted = record !== null && record.job.state !== 'running';
  useEffect(() => {
    if (isHalted) now.current.onHalted?.();
  }, [isHalted]);
  if (record === null || isHalted) return null;

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
          <Box shrink={0}>
            <Loader small>{say('live.title')}</Loader>
          </Box>
          <Typography role="status" fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
            {say('live.progress', { title: job.title, done: job.steps.done, total })}
          </Typography>
        </Flex>
        <TextLink to={jobPath(courseId, jobId)}>{say('live.open')}</TextLink>
      </Flex>
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
