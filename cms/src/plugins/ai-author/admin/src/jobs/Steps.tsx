import { Box, Flex, Typography } from '@strapi/design-system';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Section } from '../../../../records/admin/src/parts/Section';
import type { JobRecord, Step } from '../../../server/wire';
import { proposalsPath } from '../paths';
import { useWords } from '../words';
import { StepBadge } from './JobBadge';
import { endOf } from './progress';

/** Characters of what is being written that are shown. */
const longest = 400;

interface Props {
  readonly courseId: string;
  readonly record: Pick<JobRecord, 'job' | 'steps'>;
}

/** A job's steps in their order: what each is, how it stands, and what it writes at the moment. */
export function Steps({ courseId, record: { job, steps } }: Props) {
  const { say } = useWords();
  return (
    <Section title={say('steps.title')}>
      {steps.length === 0 ? (
        <Typography textColor="neutral600">{say('steps.none')}</Typography>
      ) : (
        <Flex tag="ol" direction="column" alignItems="stretch" gap={2}>
          {steps.map((step) => (
            <Line
              key={step.id}
              step={step}
              proposals={step.state === 'done' ? proposalsPath(courseId, { job: job.id }) : null}
            />
          ))}
        </Flex>
      )}
    </Section>
  );
}

interface LineProps {
  readonly step: Step;
  /** Where its proposals are; null before it is done. */
  readonly proposals: string | null;
}

function Line({ step, proposals }: LineProps) {
  const { say, when, cost } = useWords();
  const { title, state, tries, nextTryAt, reason, spent } = step;
  const hasCost = spent.inputTokens + spent.outputTokens > 0;
  return (
    <Box tag="li" padding={4} hasRadius background="neutral0" borderColor="neutral200">
      <Flex gap={3} justifyContent="space-between" alignItems="flex-start" wrap="wrap">
        <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
          <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          <Flex gap={3} wrap="wrap">
            {tries > 1 ? <Small text={say('step.tries', { count: tries })} /> : null}
            {hasCost ? <Small text={cost(spent)} /> : null}
            {proposals === null ? null : (
              <TextLink to={proposals}>{say('step.proposals')}</TextLink>
            )}
          </Flex>
        </Flex>
        <StepBadge state={state} />
      </Flex>
      {reason === null ? null : (
        <Box paddingTop={2}>
          <Typography variant="pi" textColor={state === 'failed' ? 'danger700' : 'neutral800'}>
            {reason.message}
          </Typography>
        </Box>
      )}
      {nextTryAt === null ? null : (
        <Typography variant="pi" textColor="neutral600">
          {say('step.next-try', { when: when(nextTryAt) })}
        </Typography>
      )}
      {state === 'running' ? <Writing step={step} /> : null}
    </Box>
  );
}

const Small = ({ text }: { readonly text: string }) => (
  <Typography variant="pi" textColor="neutral600">
    {text}
  </Typography>
);

/** The end of what came so far. Not read out: it changes several times a second. */
function Writing({ step: { blocks } }: { readonly step: Step }) {
  const { say } = useWords();
  const text = endOf(blocks, longest);
  return (
    <Box paddingTop={3} aria-busy>
      <Box padding={3} hasRadius background="neutral100">
        <Typography variant="pi" textColor="neutral600">
          {say(text === '' ? 'step.waits' : 'step.writing')}
        </Typography>
        {text === '' ? null : (
          <Typography
            tag="p"
            style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', marginTop: 4 }}
          >
            {text}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
