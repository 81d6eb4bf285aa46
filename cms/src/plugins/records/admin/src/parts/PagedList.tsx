import { Button, Flex, Typography } from '@strapi/design-system';
import type { Paged } from '../../../server/wire';
import { useWords } from '../words';
import { type Column, Listing } from './Listing';
import { Reading } from './Reading';
import type { Asked } from './reading-of';
import type { Search } from './useSearch';

interface Props<Row> {
  readonly label: string;
  readonly asked: Asked<Paged<Row>>;
  readonly columns: readonly Column<Row>[];
  readonly search: Search;
  /** What stands there while nothing was ever put down. */
  readonly none?: string;
}

/** A list of which one page is shown: how long it is, the rows, the way to the next page. */
export function PagedList<Row extends { readonly id: number }>(props: Props<Row>) {
  const { label, asked, columns, search } = props;
  const { say } = useWords();
  return (
    <Reading asked={asked}>
      {({ rows, total, page, pageSize }) => {
        const pages = Math.max(1, Math.ceil(total / pageSize));
        const none = props.none ?? say('list.none');
        return (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography role="status" variant="pi" textColor="neutral600">
              {total > 0
                ? say('list.count', { count: total })
                : search.isNarrowed
                  ? say('list.none.found')
                  : none}
            </Typography>
            {rows.length === 0 ? null : (
              <Listing label={label} rows={rows} columns={columns} keyOf={({ id }) => id} />
            )}
            {pages === 1 ? null : (
              <Flex gap={3} justifyContent="center" wrap="wrap">
                <Button
                  variant="tertiary"
                  disabled={page <= 1 || asked.isFetching}
                  onClick={() => search.turnTo(page - 1)}
                >
                  {say('list.previous')}
                </Button>
                <Typography variant="pi">{say('list.pages', { page, pages })}</Typography>
                <Button
                  variant="tertiary"
                  disabled={page >= pages || asked.isFetching}
                  onClick={() => search.turnTo(page + 1)}
                >
                  {say('list.next')}
                </Button>
              </Flex>
            )}
          </Flex>
        );
      }}
    </Reading>
  );
}
