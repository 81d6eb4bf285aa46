import { Box, Flex, Typography } from '@strapi/design-system';
import { useId, useState } from 'react';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { kindNamed } from '../../../server/tree';
import type { ChangedNode } from '../../../server/wire';
import type { Comparison } from '../api';
import { fieldName } from '../names';
import { ChangeBadges } from '../parts/Badges';
import { CaretDown, CaretRight } from '../parts/carets';
import { useWords } from '../words';
import type { Branch } from './change-tree';
import { NodeTexts } from './NodeTexts';

const List = styled.ul`
  list-style: none;
  padding: 0;
  margin: 0;

  ul {
    padding-inline-start: ${({ theme }) => theme.spaces[4]};
    border-inline-start: 1px solid ${({ theme }) => theme.colors.neutral200};
    margin-inline-start: ${({ theme }) => theme.spaces[2]};
  }
`;

const Opener = styled.button`
  display: flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[2]};
  padding: ${({ theme }) => theme.spaces[2]};
  text-align: start;

  svg {
    flex: none;
  }

  cursor: pointer;
  color: ${({ theme }) => theme.colors.neutral800};
  border-radius: ${({ theme }) => theme.borderRadius};

  &:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

const EntryLink = styled(Link)`
  color: ${({ theme }) => theme.colors.primary600};
  font-size: ${({ theme }) => theme.fontSizes[1]};
`;

interface Props {
  readonly branches: readonly Branch[];
  readonly compared: Comparison;
}

/** The course as a tree of what differs; each thing that differs opens to its texts. */
export function ChangeTree({ branches, compared }: Props) {
  return (
    // Safari forgets that a list without bullets is one.
    <List role="list">
      {branches.map((branch) => (
        <BranchView key={`${branch.kind} ${branch.id}`} branch={branch} compared={compared} />
      ))}
    </List>
  );
}

function BranchView({ branch, compared }: { branch: Branch; compared: Comparison }) {
  const { say } = useWords();
  const { node, children } = branch;
  return (
    <li>
      {node === null ? (
        <Box padding={2}>
          <Name branch={branch} />
        </Box>
      ) : (
        <Changed branch={branch} node={node} compared={compared} />
      )}
      {children.length === 0 ? null : (
        <ul aria-label={say('change.within', { title: branch.title })}>
          {children.map((child) => (
            <BranchView key={`${child.kind} ${child.id}`} branch={child} compared={compared} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Name({ branch }: { readonly branch: Branch }) {
  const { say } = useWords();
  return (
    <Typography tag="span" variant="omega" style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="span" variant="pi" textColor="neutral600">
        {say(`kind.${branch.kind}`)}{' '}
      </Typography>
      {branch.title.trim() === '' ? say('change.untitled') : branch.title}
    </Typography>
  );
}

interface ChangedProps {
  readonly branch: Branch;
  readonly node: ChangedNode;
  readonly compared: Comparison;
}

function Changed({ branch, node, compared }: ChangedProps) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const Caret = open ? CaretDown : CaretRight;
  return (
    <>
      <Opener
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Caret />
        <Flex tag="span" gap={2} wrap="wrap">
          <Name branch={branch} />
          <ChangeBadges changes={node.changes} />
        </Flex>
      </Opener>
      {open ? (
        <Flex
          id={id}
          direction="column"
          alignItems="stretch"
          gap={3}
          paddingTop={2}
          paddingBottom={4}
          paddingLeft={4}
          paddingRight={2}
        >
          {node.fields.length > 0 || node.documentId !== null ? (
            <Flex gap={3} wrap="wrap">
              {node.fields.length === 0 ? null : (
                <Typography variant="pi" textColor="neutral600">
                  {say('change.fields', { fields: node.fields.map(fieldName).join(', ') })}
                </Typography>
              )}
              {node.documentId === null ? null : (
                <EntryLink
                  to={`/content-manager/collection-types/${kindNamed(node.kind).uid}/${node.documentId}`}
                >
                  {say('change.edit')}
                </EntryLink>
              )}
            </Flex>
          ) : null}
          <NodeTexts node={node} compared={compared} />
        </Flex>
      ) : null}
    </>
  );
}
