import { Box, Flex, TextButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { CrossCircle, WarningCircle } from '@strapi/icons';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Problem } from '../../server/problem';
import { kindNamed } from '../../server/tree';
import { shortMessage } from './problem-groups';
import { useWords } from './words';

/** So many links are drawn at a time: a course can have hundreds of problems. */
const step = 20;

const EntryLink = styled(Link)`
  overflow-wrap: anywhere;
  color: ${({ theme }) => theme.colors.primary600};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: ${({ theme }) => theme.lineHeights[4]};
  text-decoration: none;

  &:hover {
    text-decoration: underline;
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** The edit view of the entry, with the cursor in the field that has the problem. */
function entryOf({ kind, documentId, field }: Problem): string {
  const entry = `/content-manager/collection-types/${kindNamed(kind).uid}/${documentId}`;
  return field === null ? entry : `${entry}?field=${encodeURIComponent(field)}`;
}

export function SeverityIcon({ severity }: { readonly severity: Problem['severity'] }) {
  const size = { width: '1.6rem', height: '1.6rem', 'aria-hidden': true } as const;
  return severity === 'error' ? (
    <CrossCircle {...size} fill="danger600" />
  ) : (
    <WarningCircle {...size} fill="warning600" />
  );
}

export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { say } = useWords();
  const [shown, setShown] = useState(step);
  const left = problems.length - shown;
  const next = Math.min(step, left);
  return (
    <Flex direction="column" alignItems="flex-start" gap={2} width="100%">
      <Flex
        tag="ul"
        direction="column"
        alignItems="stretch"
        gap={2}
        width="100%"
        // Safari forgets that a list without bullets is one.
        role="list"
      >
        {problems.slice(0, shown).map((problem) => (
          <Flex
            tag="li"
            key={`${problem.rule} ${problem.documentId} ${problem.field} ${problem.message}`}
            alignItems="flex-start"
            gap={2}
          >
            <Box shrink={0} paddingTop="0.1rem">
              <SeverityIcon severity={problem.severity} />
            </Box>
            <EntryLink to={entryOf(problem)}>
              <VisuallyHidden>
                {say(problem.severity === 'error' ? 'problems.error' : 'problems.warning')}{' '}
              </VisuallyHidden>
              {shortMessage(problem)}
            </EntryLink>
          </Flex>
        ))}
      </Flex>
      {left > 0 ? (
        <TextButton onClick={() => setShown(shown + step)}>
          <Typography variant="pi" textColor="primary600">
            {say('problems.more', { count: next, left: left - next })}
          </Typography>
        </TextButton>
      ) : null}
    </Flex>
  );
}
