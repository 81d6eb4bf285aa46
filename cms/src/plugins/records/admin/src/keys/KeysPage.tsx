import { Typography } from '@strapi/design-system';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { useQuestionsQuery } from '../api';
import { CourseFilter, Filters, TestFilter } from '../parts/Filters';
import { Listing } from '../parts/Listing';
import { Reading } from '../parts/Reading';
import { RecordsFrame } from '../parts/RecordsFrame';
import { useSearch } from '../parts/useSearch';
import { questionPath } from '../paths';
import { useWords } from '../words';

/** The way to a question whose key is wrong. */
export function KeysPage() {
  const { say } = useWords();
  const search = useSearch();
  const test = Number(search.value('test'));
  return (
    <RecordsFrame title={say('nav.keys')} about={say('keys.about')}>
      <Filters>
        <CourseFilter search={search} />
        <TestFilter search={search} />
      </Filters>
      {test > 0 ? <Questions test={test} /> : <Typography>{say('keys.choose')}</Typography>}
    </RecordsFrame>
  );
}

function Questions({ test }: { readonly test: number }) {
  const { say, number } = useWords();
  const asked = useQuestionsQuery(test, { refetchOnMountOrArgChange: true });
  return (
    <Reading asked={asked}>
      {(questions) =>
        questions.length === 0 ? (
          <Typography>{say('list.none')}</Typography>
        ) : (
          <Listing
            label={say('attempt.questions')}
            rows={questions}
            keyOf={({ id }) => id}
            columns={[
              {
                head: say('keys.question'),
                cell: ({ id, text }) => <TextLink to={questionPath(id)}>{text}</TextLink>,
              },
              { head: say('keys.type'), cell: ({ type }) => say(`type.${type}`) },
              {
                head: say('keys.corrections'),
                cell: ({ corrections }) => number(corrections),
              },
            ]}
          />
        )
      }
    </Reading>
  );
}
