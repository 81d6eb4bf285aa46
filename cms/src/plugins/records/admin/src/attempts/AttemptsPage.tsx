import { Button } from '@strapi/design-system';
import { useAttemptsQuery } from '../api';
import { ChoiceFilter, CourseFilter, Filters, TestFilter } from '../parts/Filters';
import { PagedList } from '../parts/PagedList';
import { RecordsFrame } from '../parts/RecordsFrame';
import { useSearch } from '../parts/useSearch';
import { useWords } from '../words';
import { useAttemptColumns } from './attempt-columns';

const states = ['open', 'submitted'] as const;

export function AttemptsPage() {
  const { say } = useWords();
  const search = useSearch();
  const asked = useAttemptsQuery(
    {
      course: search.value('course'),
      test: search.value('test'),
      student: search.value('student'),
      state: search.value('state'),
      page: search.page,
    },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <RecordsFrame title={say('nav.attempts')} about={say('attempts.about')}>
      <Filters>
        <CourseFilter search={search} />
        <TestFilter search={search} />
        <ChoiceFilter
          label={say('field.status')}
          name="state"
          search={search}
          options={states.map((value) => ({ value, label: say(`attempt.state.${value}`) }))}
        />
        {search.value('student') === '' ? null : (
          <Button variant="tertiary" size="L" onClick={() => search.narrow({ student: '' })}>
            {say('attempt.student.clear')}
          </Button>
        )}
      </Filters>
      <PagedList
        label={say('nav.attempts')}
        asked={asked}
        search={search}
        columns={useAttemptColumns(true)}
      />
    </RecordsFrame>
  );
}
