import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of a page with its heading. */
export const Section = ({ title, children }: Props) => (
  <Flex tag="section" direction="column" alignItems="stretch" gap={3} aria-label={title}>
    <Typography tag="h2" variant="delta">
      {title}
    </Typography>
    {children}
  </Flex>
);

/** A white box on the page's grey. */
export const Card = ({ children }: { readonly children: ReactNode }) => (
  <Box padding={5} hasRadius background="neutral0" borderColor="neutral200">
    <Flex direction="column" alignItems="stretch" gap={4}>
      {children}
    </Flex>
  </Box>
);

/** A student's or an editor's text as it was written, never as HTML. */
export const PlainText = ({ children }: { readonly children: string }) => (
  <Typography tag="p" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
    {children}
  </Typography>
);

interface FactsProps {
  readonly facts: readonly (readonly [string, ReactNode])[];
}

/** Names with their values, side by side where there is room. */
export const Facts = ({ facts }: FactsProps) => (
  <Flex tag="dl" gap={5} wrap="wrap" alignItems="flex-start">
    {facts.map(([name, value]) => (
      <Box key={name}>
        <Typography tag="dt" variant="pi" textColor="neutral600">
          {name}
        </Typography>
        <Typography tag="dd" style={{ overflowWrap: 'anywhere' }}>
          {value}
        </Typography>
      </Box>
    ))}
  </Flex>
);
