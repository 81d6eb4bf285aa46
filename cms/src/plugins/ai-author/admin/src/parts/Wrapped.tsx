import { Box } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** A long text in a cell of a table, which otherwise keeps it in one line. */
export const Wrapped = ({ children }: { readonly children: ReactNode }) => (
  <Box maxWidth="36rem" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
    {children}
  </Box>
);
