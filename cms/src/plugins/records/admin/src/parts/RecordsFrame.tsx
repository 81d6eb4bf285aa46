import { Box, Flex } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { recordsPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { openParts } from './open-parts';

const PartLink = styled(NavLink)`
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[3]}`};
  border-radius: ${({ theme }) => theme.borderRadius};
  font-size: ${({ theme }) => theme.fontSizes[2]};
  color: ${({ theme }) => theme.colors.neutral800};
  text-decoration: none;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral150};
  }

  &[aria-current='page'] {
    font-weight: 600;
    color: ${({ theme }) => theme.colors.primary700};
    background: ${({ theme }) => theme.colors.primary100};
  }
`;

interface Props {
  readonly title: string;
  readonly about?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What every page of the records stands in: heading, the way to the other parts, content. */
export function RecordsFrame({ title, about, back, action, children }: Props) {
  const { say } = useWords();
  const may = useRights();
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={about}
        primaryAction={action}
        navigationAction={
          back === undefined ? undefined : (
            <TextLink to={back.to} startIcon={<ArrowLeft aria-hidden />}>
              {back.label}
            </TextLink>
          )
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
          <Flex tag="nav" gap={1} wrap="wrap" aria-label={say('nav.label')}>
            {openParts(may).map((part) => (
              <PartLink key={part} to={`${recordsPath}/${part}`}>
                {say(`nav.${part}`)}
              </PartLink>
            ))}
          </Flex>
          <Box>{children}</Box>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
