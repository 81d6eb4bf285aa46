import { useEnrollmentsQuery } from '../api';
import { ChoiceFilter, CourseFilter, Filters } from '../parts/Filters';
import { PagedList } from '../parts/PagedList';
import { RecordsFrame } from '../parts/RecordsFrame';
import { useSearch } from '../parts/useSearch';
import { useWords } from '../words';
import { useEnrollmentColumns } from './enrollment-columns';

const states = ['active', 'completed', 'dropped'] as const;

export function EnrollmentsPage() {
  const { say } = useWords();
  const search = useSearch();
  const asked = useEnrollmentsQuery(
    { course: search.value('course'), status: search.value('status'), page: search.page },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <RecordsFrame title={say('nav.enrollments')} about={say('enrollments.about')}>
      <Filters>
        <CourseFilter search={search} />
        <ChoiceFilter
          label={say('field.status')}
          name="status"
          search={search}
          options={states.map((value) => ({ value, label: say(`enrollment.status.${value}`) }))}
        />
      </Filters>
      <PagedList
        label={say('nav.enrollments')}
        asked={asked}
        search={search}
        columns={useEnrollmentColumns(true)}
      />
    </RecordsFrame>
  );
}
