import {
  Accordion,
  Badge,
  Box,
  Flex,
  TextButton,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { ArrowClockwise, CheckCircle } from '@strapi/icons';
import type { Problem } from '../../server/problem';
import { ProblemList, SeverityIcon } from './ProblemList';
import { countOf, groupProblems, type ProblemGroup } from './problem-groups';
import { en } from './translations/en';
import { useWords, type Word } from './words';

/** Up to so many problems are read at a glance; more are folded by what is wrong. */
const atAGlance = 6;

/** The heading of a check's problems; its test holds that every check has one. */
const headingOf = (rule: string): Word | undefined =>
  (Object.keys(en) as Word[]).find((word) => word === `rule.${rule}`);

interface Props {
  readonly problems: readonly Problem[];
  readonly checking: boolean;
  readonly onCheck: () => void;
}

export function Problems({ problems, checking, onCheck }: Props) {
  const { say } = useWords();
  const errors = countOf(problems, 'error');
  const warnings = problems.length - errors;
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        <Typography tag="h3" variant="omega" fontWeight="bold">
          {say('problems.title')}
        </Typography>
        <TextButton startIcon={<ArrowClockwise aria-hidden />} loading={checking} onClick={onCheck}>
          {say('problems.again')}
        </TextButton>
      </Flex>
      <VisuallyHidden role="status">
        {checking ? say('loading') : say('problems.checked', { errors, warnings })}
      </VisuallyHidden>
      {problems.length === 0 ? (
        <Flex gap={2}>
          <CheckCircle aria-hidden width="1.6rem" height="1.6rem" fill="success600" />
          <Typography variant="pi">{say('problems.none')}</Typography>
        </Flex>
      ) : (
        <Flex gap={2} wrap="wrap">
          {errors > 0 ? (
            <Badge variant="danger">{say('problems.errors', { count: errors })}</Badge>
          ) : null}
          {warnings > 0 ? (
            <Badge variant="warning">{say('problems.warnings', { count: warnings })}</Badge>
          ) : null}
        </Flex>
      )}
      {problems.length > atAGlance ? (
        <Folded groups={groupProblems(problems)} />
      ) : (
        <ProblemList problems={problems} />
      )}
    </Flex>
  );
}

/** One group open at a time, so that the Publish button never moves far away. */
function Folded({ groups }: { readonly groups: readonly ProblemGroup[] }) {
  const { say } = useWords();
  const titleOf = (rule: string) => {
    const heading = headingOf(rule);
    return heading === undefined ? rule : say(heading);
  };
  return (
    <Accordion.Root size="S">
      {groups.map(({ rule, severity, problems }) => (
        <Accordion.Item key={`${severity} ${rule}`} value={`${severity} ${rule}`}>
          <Accordion.Header>
            <Accordion.Trigger icon={() => <SeverityIcon severity={severity} />}>
              {titleOf(rule)} ({problems.length})
            </Accordion.Trigger>
          </Accordion.Header>
          <Accordion.Content>
            <Box padding={3}>
              <ProblemList problems={problems} />
            </Box>
          </Accordion.Content>
        </Accordion.Item>
      ))}
    </Accordion.Root>
  );
}
