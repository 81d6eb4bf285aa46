import { Box, Flex } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';

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

export interface PageProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

interface Props extends PageProps {
  readonly parts: {
    readonly label: string;
    readonly links: readonly {
      readonly to: string;
      readonly label: string;
      /** Whether pages below that address are other parts. */
      readonly isExact?: boolean;
    }[];
  };
}

/** What a page of several that belong together stands in: heading, the way to the others, content. */
export const PartsFrame = ({ title, about, back, action, parts, children }: Props) => (
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
        <Flex tag="nav" gap={1} wrap="wrap" aria-label={parts.label}>
          {parts.links.map(({ to, label, isExact = false }) => (
            <PartLink key={to} to={to} end={isExact}>
              {label}
            </PartLink>
          ))}
        </Flex>
        <Box>{children}</Box>
      </Flex>
    </Layouts.Content>
  </Page.Main>
);
