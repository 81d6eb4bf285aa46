import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIsMobile } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import { useHistoryQuery } from '../api';
import { failureOf } from '../failure';
import { beginOf, endOf } from '../moments';
import { Loading, Unreadable } from '../parts/Loading';
import { useWords } from '../words';
import { HistoryCards } from './HistoryCards';
import { type Filter, HistoryFilters } from './HistoryFilters';
import { HistoryTable } from './HistoryTable';

/**
 * What was done, the newest first; what it is filtered by stands in the address.
 *
 * @param course the document id of the only course to show; otherwise all are shown
 */
export function HistoryList({ course }: { readonly course?: string }) {
  const { say } = useWords();
  const narrow = useIsMobile();
  const [search, setSearch] = useSearchParams();
  const value = (name: string) => search.get(name) ?? '';
  const filter: Filter = {
    q: value('q'),
    action: value('action'),
    outcome: value('outcome'),
    since: value('since'),
    until: value('until'),
  };
  const page = Math.max(1, Math.trunc(Number(search.get('page'))) || 1);
  const { data, error, isFetching, refetch } = useHistoryQuery(
    {
      course,
      q: filter.q,
      action: filter.action,
      outcome: filter.outcome,
      from: beginOf(filter.since),
      to: endOf(filter.until),
      page,
    },
    { refetchOnMountOrArgChange: true },
  );
  const put = (changes: Readonly<Record<string, string>>) =>
    setSearch(
      (before) => {
        for (const [name, text] of Object.entries(changes)) {
          if (text === '') before.delete(name);
          else before.set(name, text);
        }
        return before;
      },
      { replace: true },
    );
  const filtered = Object.values(filter).some((text) => text !== '');
  const pages = data === undefined ? 1 : Math.max(1, Math.ceil(data.total / data.pageSize));
  const Lines = narrow ? HistoryCards : HistoryTable;

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <HistoryFilters
        filter={filter}
        withCourse={course === undefined}
        onChange={(changes) => put({ ...changes, page: '' })}
      />
      {error !== undefined && !isFetching ? (
        <Unreadable failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <>
          <Typography role="status" variant="pi" textColor="neutral600">
            {data.total > 0
              ? say('history.count', { count: data.total })
              : say(filtered ? 'history.none.found' : 'history.none')}
          </Typography>
          {data.lines.length === 0 ? null : (
            <Lines lines={data.lines} withCourse={course === undefined} />
          )}
          {pages === 1 ? null : (
            <Flex tag="nav" gap={3} justifyContent="center" wrap="wrap">
              <Button
                variant="tertiary"
                disabled={page <= 1 || isFetching}
                onClick={() => put({ page: String(page - 1) })}
              >
                {say('history.previous')}
              </Button>
              <Box>
                <Typography variant="pi">{say('history.pages', { page, pages })}</Typography>
              </Box>
              <Button
                variant="tertiary"
                disabled={page >= pages || isFetching}
                onClick={() => put({ page: String(page + 1) })}
              >
                {say('history.next')}
              </Button>
            </Flex>
          )}
        </>
      )}
    </Flex>
  );
}
