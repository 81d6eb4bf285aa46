import { Button, Flex, Typography } from '@strapi/design-system';
import { type Column, Listing } from './Listing';
import type { KeysetSearch } from './useKeysetSearch';

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** What the next, older page is asked for with; null where there is none. */
  readonly next: number | null;
  readonly isFetching: boolean;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string | number;
  readonly search: KeysetSearch;
  readonly onClear: () => void;
  readonly words: {
    /** How many are shown, and whether there are older ones. */
    readonly count: string;
    readonly clear: string;
    readonly newest: string;
    readonly older: string;
  };
}

/** A list that goes from the newest to older ones, page by page, without being counted. */
export function KeysetList<Row>(props: Props<Row>) {
  const { label, rows, next, isFetching, columns, keyOf, search, onClear, words } = props;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography role="status" variant="pi" textColor="neutral600">
          {words.count}
        </Typography>
        {search.isNarrowed ? (
          <Button variant="tertiary" size="S" onClick={onClear}>
            {words.clear}
          </Button>
        ) : null}
      </Flex>
      {rows.length === 0 ? null : (
        <Listing label={label} rows={rows} keyOf={keyOf} columns={columns} />
      )}
      <Flex gap={3} justifyContent="center" wrap="wrap">
        {search.before === '' ? null : (
          <Button variant="tertiary" onClick={() => search.narrow({})}>
            {words.newest}
          </Button>
        )}
        {next === null ? null : (
          <Button variant="tertiary" disabled={isFetching} onClick={() => search.turnTo(next)}>
            {words.older}
          </Button>
        )}
      </Flex>
    </Flex>
  );
}
