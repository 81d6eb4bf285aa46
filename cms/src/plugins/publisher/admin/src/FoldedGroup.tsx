import { Box, Flex, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { useId, useState } from 'react';
import { styled } from 'styled-components';
import { ProblemList, SeverityIcon } from './ProblemList';
import type { ProblemGroup } from './problem-groups';
import { en } from './translations/en';
import { useWords, type Word } from './words';

/** Strapi's accordion cuts its headings to one line, which in a side panel is two words. */
const Fold = styled.button`
  display: flex;
  align-items: flex-start;
  gap: ${({ theme }) => theme.spaces[2]};
  width: 100%;
  padding: ${({ theme }) => theme.spaces[2]};
  text-align: start;
  cursor: pointer;
  color: ${({ theme }) => theme.colors.neutral800};
  background: transparent;
  border: 0;
  border-radius: ${({ theme }) => theme.borderRadius};

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }

  svg {
    flex: none;
  }
`;

/** The heading of a check's problems; a test holds that every check has one. */
const headingOf = (rule: string): Word | undefined =>
  (Object.keys(en) as Word[]).find((word) => word === `rule.${rule}`);

/** The problems one check found, behind a line that says what is wrong and how often. */
export function FoldedGroup({ group }: { readonly group: ProblemGroup }) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  const listId = useId();
  const heading = headingOf(group.rule);
  const Caret = open ? CaretUp : CaretDown;
  return (
    <Box hasRadius borderColor="neutral200" width="100%">
      <Fold
        type="button"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setOpen(!open)}
      >
        <SeverityIcon severity={group.severity} />
        <Flex flex="1" minWidth={0}>
          <Typography variant="pi" fontWeight="semiBold">
            {heading === undefined ? group.rule : say(heading)} ({group.problems.length})
          </Typography>
        </Flex>
        <Caret aria-hidden width="1.2rem" height="1.6rem" fill="neutral600" />
      </Fold>
      {open ? (
        <Box id={listId} paddingTop={1} paddingBottom={2} paddingLeft={2} paddingRight={2}>
          <ProblemList problems={group.problems} />
        </Box>
      ) : null}
    </Box>
  );
}
