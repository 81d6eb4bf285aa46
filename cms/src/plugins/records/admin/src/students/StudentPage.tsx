import { Flex, Typography } from '@strapi/design-system';
import { useParams } from 'react-router-dom';
import { mayReadAttempts, maySuspend } from '../../../server/permissions';
import type { StudentRecord } from '../../../server/wire';
import { useStudentQuery } from '../api';
import { LatestAttempts } from '../attempts/LatestAttempts';
import { StudentBadge } from '../parts/Badges';
import { Reading } from '../parts/Reading';
import { RecordsFrame } from '../parts/RecordsFrame';
import { Card, Facts, Section } from '../parts/Section';
import { recordsPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { ActivityLog } from './ActivityLog';
import { Certificates, Courses, Labs, Projects } from './StudentLists';
import { SuspendButton } from './SuspendButton';

/** Everything that is kept about one student. */
export function StudentPage() {
  const { say } = useWords();
  const may = useRights();
  const id = Number(useParams().id);
  const asked = useStudentQuery(id, { refetchOnMountOrArgChange: true });
  const { data } = asked;
  return (
    <RecordsFrame
      title={data?.student.name ?? say('field.student')}
      about={data?.student.email}
      back={{ to: `${recordsPath}/students`, label: say('student.back') }}
      action={
        data?.account.exists === true && may(maySuspend) ? (
          <SuspendButton student={data.student} />
        ) : undefined
      }
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Standing record={record} />
            <Courses enrollments={record.enrollments} />
            {may(mayReadAttempts) ? <LatestAttempts student={id} /> : null}
            <Labs labs={record.labs} />
            <Projects submissions={record.submissions} />
            <Certificates certificates={record.certificates} />
            <Section title={say('student.log')}>
              <ActivityLog student={id} />
            </Section>
          </Flex>
        )}
      </Reading>
    </RecordsFrame>
  );
}

function Standing({ record: { student, account } }: { readonly record: StudentRecord }) {
  const { say, when } = useWords();
  return (
    <Card>
      <Facts
        facts={[
          [say('field.status'), <StudentBadge key="status" status={student.status} />],
          [
            say('field.last-active'),
            student.lastActiveAt === null ? say('never') : when(student.lastActiveAt),
          ],
        ]}
      />
      <Typography variant="pi" textColor="neutral600">
        {say('student.since', { when: when(student.createdAt) })}
        {' · '}
        {account.exists
          ? say('student.sessions', { count: account.sessions })
          : say('student.no-account')}
      </Typography>
    </Card>
  );
}
