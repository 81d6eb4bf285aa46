import { Box, Flex, Typography } from '@strapi/design-system';
import { Information, WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';

interface Props {
  readonly tone?: 'neutral' | 'warning';
  readonly title?: string;
  readonly children: ReactNode;
}

/** Something to know or to think of; what went wrong stands in a `Notice` instead. */
export const CalmNotice = ({ tone = 'neutral', title, children }: Props) => {
  const Icon = tone === 'warning' ? WarningCircle : Information;
  const isWarning = tone === 'warning';
  return (
    <Flex
      gap={2}
      padding={3}
      width="100%"
      alignItems="flex-start"
      hasRadius
      background={isWarning ? 'warning100' : 'neutral100'}
      borderColor={isWarning ? 'warning200' : 'neutral200'}
    >
      <Box paddingTop="0.2rem" shrink={0}>
        <Icon
          aria-hidden
          width="1.6rem"
          height="1.6rem"
          fill={isWarning ? 'warning700' : 'neutral600'}
        />
      </Box>
      <Flex direction="column" alignItems="stretch" gap={1} style={{ minWidth: 0 }}>
        {title === undefined ? null : (
          <Typography variant="omega" fontWeight="semiBold" textColor="neutral800">
            {title}
          </Typography>
        )}
        <Typography tag="div" variant="pi" textColor="neutral800">
          {children}
        </Typography>
      </Flex>
    </Flex>
  );
};
