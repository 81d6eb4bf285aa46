import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { useSubmissionsQuery } from '../api';
import { SubmissionBadge } from '../parts/Badges';
import { ChoiceFilter, CourseFilter, Filters } from '../parts/Filters';
import { PagedList } from '../parts/PagedList';
import { RecordsFrame } from '../parts/RecordsFrame';
import { useSearch } from '../parts/useSearch';
import { submissionPath } from '../paths';
import { useWords } from '../words';

/** What waits for a reviewer; what was decided is asked for. */
export function ReviewsPage() {
  const { say, when } = useWords();
  const search = useSearch();
  const asked = useSubmissionsQuery(
    { state: search.value('state'), course: search.value('course'), page: search.page },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <RecordsFrame title={say('nav.reviews')} about={say('reviews.about')}>
      <Filters>
        <CourseFilter search={search} />
        <ChoiceFilter
          label={say('field.status')}
          name="state"
          search={search}
          unset={say('reviews.state.waiting')}
          options={[{ value: 'reviewed', label: say('reviews.state.reviewed') }]}
        />
      </Filters>
      <PagedList
        label={say('nav.reviews')}
        asked={asked}
        search={search}
        none={say('reviews.none')}
        columns={[
          {
            head: say('review.project'),
            cell: ({ id, projectTitle }) => (
              <TextLink to={submissionPath(id)}>{projectTitle}</TextLink>
            ),
          },
          { head: say('field.student'), cell: ({ studentName }) => studentName },
          { head: say('field.course'), cell: ({ courseName }) => courseName },
          { head: say('review.submitted'), cell: ({ submittedAt }) => when(submittedAt) },
          { head: say('field.status'), cell: (line) => <SubmissionBadge {...line} /> },
          {
            head: say('review.reviewer'),
            cell: ({ reviewedBy, takenBy }) => reviewedBy ?? takenBy ?? say('review.nobody'),
          },
        ]}
      />
    </RecordsFrame>
  );
}
