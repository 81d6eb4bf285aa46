import { Box, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useIsMobile } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly head: string;
  /** A text, or something that is drawn. */
  readonly cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string | number;
}

/** Rows as a table, and as cards where there is no room for one. */
export function Listing<Row>(props: Props<Row>) {
  return useIsMobile() ? <Cards {...props} /> : <Lines {...props} />;
}

const Cell = ({ children }: { readonly children: ReactNode }) =>
  typeof children === 'string' || typeof children === 'number' ? (
    // A table's cells are kept on one line otherwise, and a long name would push the others out of view.
    <Typography style={{ overflowWrap: 'break-word', whiteSpace: 'normal' }}>{children}</Typography>
  ) : (
    children
  );

function Lines<Row>({ label, rows, columns, keyOf }: Props<Row>) {
  return (
    <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={label}>
      <Thead>
        <Tr>
          {columns.map(({ head }) => (
            <Th key={head}>
              <Typography variant="sigma" textColor="neutral600">
                {head}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={keyOf(row)}>
            {columns.map(({ head, cell }) => (
              <Td key={head}>
                <Cell>{cell(row)}</Cell>
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Cards<Row>({ label, rows, columns, keyOf }: Props<Row>) {
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3} aria-label={label}>
      {rows.map((row) => (
        <Box
          key={keyOf(row)}
          tag="li"
          padding={4}
          hasRadius
          background="neutral0"
          borderColor="neutral200"
        >
          <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
            {columns.map(({ head, cell }) => (
              <Flex key={head} gap={3} justifyContent="space-between" alignItems="baseline">
                <Typography tag="dt" variant="pi" textColor="neutral600">
                  {head}
                </Typography>
                <Box tag="dd" style={{ textAlign: 'end', minWidth: 0 }}>
                  <Cell>{cell(row)}</Cell>
                </Box>
              </Flex>
            ))}
          </Flex>
        </Box>
      ))}
    </Flex>
  );
}
