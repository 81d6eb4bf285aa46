import { Flex, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { styled } from 'styled-components';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';
import { KeysetList } from '../../../records/admin/src/parts/KeysetList';
import { Reading } from '../../../records/admin/src/parts/Reading';
import { inert } from '../../server/inert';
import { useAuditLogQuery } from './api';
import { ExportButton } from './ExportButton';
import { LogFilters } from './LogFilters';
import { linePath } from './paths';
import { StateCard } from './StateCard';
import { useLogSearch } from './useSearch';
import { useWords } from './words';

/** A cell of Strapi's tables keeps to one line, however long. */
const What = styled(Flex)`
  max-width: 52rem;
  white-space: normal;
  overflow-wrap: anywhere;
`;

/** The lines of the log, the newest first, narrowed by whatever is chosen. */
export function LogPage() {
  const { say, when, who, what } = useWords();
  const search = useLogSearch();
  const [cleared, setCleared] = useState(0);
  const asked = useAuditLogQuery(
    { ...search.filter, before: search.before },
    { refetchOnMountOrArgChange: true },
  );
  const clear = () => {
    search.clear();
    setCleared(cleared + 1);
  };
  return (
    <Page.Main>
      <Page.Title>{say('log.title')}</Page.Title>
      <Layouts.Header
        title={say('log.title')}
        subtitle={say('log.about')}
        primaryAction={<ExportButton filter={search.filter} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          <StateCard />
          <div>
            <LogFilters
              // What is typed in a field goes away only when it is drawn anew.
              key={cleared}
              search={search}
            />
            <Reading asked={asked}>
              {({ lines, next }) => (
                <KeysetList
                  label={say('log.lines')}
                  rows={lines}
                  next={next}
                  isFetching={asked.isFetching}
                  keyOf={({ id }) => id}
                  search={search}
                  onClear={clear}
                  words={{
                    count: say('log.count', {
                      count: lines.length,
                      more: next === null ? 'no' : 'yes',
                    }),
                    clear: say('filter.clear'),
                    newest: say('log.newest'),
                    older: say('log.older'),
                  }}
                  columns={[
                    { head: say('log.when'), cell: ({ at }) => when(at) },
                    { head: say('log.who'), cell: ({ actor }) => who(actor) },
                    {
                      head: say('log.what'),
                      cell: (line) => (
                        <What direction="column" alignItems="inherit" gap={1}>
                          <TextLink
                            to={linePath(line.id)}
                            aria-label={say('log.open', { id: line.id, what: what(line) })}
                          >
                            {what(line)}
                          </TextLink>
                          {line.changed.length === 0 ? null : (
                            <Typography variant="pi" textColor="neutral600">
                              {line.changed.map(inert).join(', ')}
                            </Typography>
                          )}
                        </What>
                      ),
                    },
                    {
                      head: say('log.where'),
                      cell: ({ ipAddress }) =>
                        ipAddress === null ? say('where.unknown') : inert(ipAddress),
                    },
                  ]}
                />
              )}
            </Reading>
          </div>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
