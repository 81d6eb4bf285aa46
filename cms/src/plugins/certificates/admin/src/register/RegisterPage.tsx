import { useState } from 'react';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { KeysetList } from '../../../../records/admin/src/parts/KeysetList';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { useKeysetSearch } from '../../../../records/admin/src/parts/useKeysetSearch';
import { useCertificatesQuery } from '../api';
import { Frame } from '../Frame';
import { certificatePath } from '../paths';
import { useWords } from '../words';
import { ExportButton } from './ExportButton';
import { RegisterFilters } from './RegisterFilters';
import { StateBadge } from './StateBadge';

const names = ['q', 'course', 'state', 'from', 'to'];

/** Every certificate that was ever issued, the newest first. */
export function RegisterPage() {
  const { say, day, percent } = useWords();
  const search = useKeysetSearch(names);
  const [cleared, setCleared] = useState(0);
  const asked = useCertificatesQuery(
    { ...search.filter, before: search.before },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <Frame
      title={say('menu.title')}
      about={say('register.about')}
      action={<ExportButton filter={search.filter} />}
    >
      <RegisterFilters
        // What is typed in a field goes away only when it is drawn anew.
        key={cleared}
        search={search}
      />
      <Reading asked={asked}>
        {({ rows, next }) => (
          <KeysetList
            label={say('menu.title')}
            rows={rows}
            next={next}
            isFetching={asked.isFetching}
            keyOf={({ id }) => id}
            search={search}
            onClear={() => {
              search.clear();
              setCleared(cleared + 1);
            }}
            words={{
              count: say(search.isNarrowed ? 'register.found' : 'register.count', {
                count: rows.length,
                more: next === null ? 'no' : 'yes',
              }),
              clear: say('filter.clear'),
              newest: say('register.newest'),
              older: say('register.older'),
            }}
            columns={[
              {
                head: say('field.number'),
                cell: ({ number }) => <TextLink to={certificatePath(number)}>{number}</TextLink>,
              },
              { head: say('field.student'), cell: ({ studentName }) => studentName },
              { head: say('field.course'), cell: ({ courseName }) => courseName },
              { head: say('field.issued'), cell: ({ issuedAt }) => day(issuedAt) },
              {
                head: say('field.result'),
                cell: ({ finalScore, grade }) =>
                  finalScore === null ? grade : `${grade}, ${percent(finalScore)}`,
              },
              { head: say('field.state'), cell: ({ state }) => <StateBadge state={state} /> },
            ]}
          />
        )}
      </Reading>
    </Frame>
  );
}
