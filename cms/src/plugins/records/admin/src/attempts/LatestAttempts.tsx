import { Typography } from '@strapi/design-system';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { useAttemptsQuery } from '../api';
import { Listing } from '../parts/Listing';
import { Reading } from '../parts/Reading';
import { Section } from '../parts/Section';
import { recordsPath } from '../paths';
import { useWords } from '../words';
import { useAttemptColumns } from './attempt-columns';

/** The newest attempts of one student, and the way to the others. */
export function LatestAttempts({ student }: { readonly student: number }) {
  const { say } = useWords();
  const columns = useAttemptColumns(false);
  const asked = useAttemptsQuery({ student, page: 1 }, { refetchOnMountOrArgChange: true });
  return (
    <Section title={say('student.attempts')}>
      <Reading asked={asked}>
        {({ rows, total }) => (
          <>
            {rows.length === 0 ? (
              <Typography textColor="neutral600">{say('list.none')}</Typography>
            ) : (
              <Listing
                label={say('student.attempts')}
                rows={rows}
                columns={columns}
                keyOf={({ id }) => id}
              />
            )}
            {total > rows.length ? (
              <TextLink to={`${recordsPath}/attempts?student=${student}`}>
                {say('student.attempts.all')}
              </TextLink>
            ) : null}
          </>
        )}
      </Reading>
    </Section>
  );
}
