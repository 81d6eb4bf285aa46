import { Flex, TextButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { ArrowClockwise, CheckCircle } from '@strapi/icons';
import type { ReactNode } from 'react';
import type { Problem } from '../../server/problem';
import { FoldedGroup } from './FoldedGroup';
import { ProblemList, SeverityIcon } from './ProblemList';
import { groupProblems } from './problem-groups';
import { useWords } from './words';

/** Up to so many problems are read at a glance; more are folded by what is wrong. */
const atAGlance = 6;

interface Props {
  /** The first of each check; the two numbers count all. */
  readonly problems: readonly Problem[];
  readonly errors: number;
  readonly warnings: number;
  readonly checking: boolean;
  readonly onCheck: () => void;
}

export function Problems({ problems, errors, warnings, checking, onCheck }: Props) {
  const { say } = useWords();
  const unlisted = errors + warnings - problems.length;
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
      <Flex gap={3} wrap="wrap">
        {problems.length === 0 ? <Count icon={<Fine />} text={say('problems.none')} /> : null}
        {errors > 0 ? (
          <Count
            icon={<SeverityIcon severity="error" />}
            text={say('problems.errors', { count: errors })}
          />
        ) : null}
        {warnings > 0 ? (
          <Count
            icon={<SeverityIcon severity="warning" />}
            text={say('problems.warnings', { count: warnings })}
          />
        ) : null}
      </Flex>
      {problems.length > atAGlance ? (
        groupProblems(problems).map((group) => (
          <FoldedGroup key={`${group.severity} ${group.rule}`} group={group} />
        ))
      ) : problems.length > 0 ? (
        <ProblemList problems={problems} />
      ) : null}
      {unlisted > 0 ? (
        <Typography variant="pi" textColor="neutral600">
          {say('problems.unlisted', { count: unlisted })}
        </Typography>
      ) : null}
    </Flex>
  );
}

const Fine = () => <CheckCircle aria-hidden width="1.6rem" height="1.6rem" fill="success600" />;

function Count({ icon, text }: { readonly icon: ReactNode; readonly text: string }) {
  return (
    <Flex gap={2}>
      {icon}
      <Typography variant="pi" fontWeight="semiBold">
        {text}
      </Typography>
    </Flex>
  );
}
