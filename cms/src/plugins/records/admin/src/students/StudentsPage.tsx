import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { useStudentsQuery } from '../api';
import { StudentBadge } from '../parts/Badges';
import { ChoiceFilter, Filters, TextFilter } from '../parts/Filters';
import { PagedList } from '../parts/PagedList';
import { RecordsFrame } from '../parts/RecordsFrame';
import { useSearch } from '../parts/useSearch';
import { studentPath } from '../paths';
import { useWords } from '../words';

const states = ['active', 'suspended'] as const;

export function StudentsPage() {
  const { say, when, number } = useWords();
  const search = useSearch();
  const asked = useStudentsQuery(
    { q: search.value('q'), status: search.value('status'), page: search.page },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <RecordsFrame title={say('nav.students')} about={say('students.about')}>
      <Filters>
        <TextFilter label={say('students.search')} search={search} />
        <ChoiceFilter
          label={say('field.status')}
          name="status"
          search={search}
          options={states.map((value) => ({ value, label: say(`status.${value}`) }))}
        />
      </Filters>
      <PagedList
        label={say('nav.students')}
        asked={asked}
        search={search}
        columns={[
          {
            head: say('students.name'),
            cell: ({ id, name }) => <TextLink to={studentPath(id)}>{name}</TextLink>,
          },
          { head: say('students.email'), cell: ({ email }) => email },
          { head: say('field.status'), cell: ({ status }) => <StudentBadge status={status} /> },
          { head: say('students.courses'), cell: ({ courses }) => number(courses) },
          {
            head: say('field.last-active'),
            cell: ({ lastActiveAt }) => (lastActiveAt === null ? say('never') : when(lastActiveAt)),
          },
        ]}
      />
    </RecordsFrame>
  );
}
