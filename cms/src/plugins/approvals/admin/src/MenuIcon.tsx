import { Box, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import type { ComponentProps } from 'react';
import { useWaitingApprovalsQuery } from './api';

/** How often it is asked how many wait, in milliseconds. */
const pause = 60_000;

/** The menu's icon with the number of requests that wait for a vote of this administrator's. */
export function MenuIcon(props: ComponentProps<typeof CheckCircle>) {
  const { data } = useWaitingApprovalsQuery(undefined, { pollingInterval: pause });
  const count = data?.count ?? 0;
  return (
    <Box position="relative" display="inline-flex">
      <CheckCircle {...props} aria-hidden />
      {count === 0 ? null : (
        <Box
          position="absolute"
          top="-0.8rem"
          right="-1rem"
          paddingLeft={1}
          paddingRight={1}
          hasRadius
          background="primary600"
          data-waiting={count}
        >
          <Typography variant="pi" fontWeight="bold" textColor="neutral0">
            {count > 99 ? '99+' : count}
          </Typography>
        </Box>
      )}
    </Box>
  );
}
