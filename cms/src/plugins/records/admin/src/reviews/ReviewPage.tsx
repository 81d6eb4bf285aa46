import { Flex, Typography } from '@strapi/design-system';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { mayReadStudents } from '../../../server/permissions';
import type { SubmissionRecord } from '../../../server/wire';
import { useSubmissionQuery } from '../api';
import { SubmissionBadge } from '../parts/Badges';
import { Reading } from '../parts/Reading';
import { RecordsFrame } from '../parts/RecordsFrame';
import { Card, Facts, PlainText, Section } from '../parts/Section';
import { recordsPath, studentPath, submissionPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { Decision } from './Decision';
import { HandedIn } from './HandedIn';

/** One submission and what is decided about it. */
export function ReviewPage() {
  const { say } = useWords();
  const id = Number(useParams().id);
  const asked = useSubmissionQuery(id, { refetchOnMountOrArgChange: true });
  const { data } = asked;
  return (
    <RecordsFrame
      title={data?.submission.projectTitle ?? say('nav.reviews')}
      about={data?.submission.courseName}
      back={{ to: `${recordsPath}/reviews`, label: say('review.back') }}
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Card>
              <About submission={record.submission} />
            </Card>
            <Section title={say('review.handed-in')}>
              <Card>
                <HandedIn record={record} />
              </Card>
            </Section>
            <Section title={say('review.asked')}>
              <Card>
                <AskedFor project={record.project} />
              </Card>
            </Section>
            {/* Another submission begins with an empty form. */}
            <Decision key={record.submission.id} record={record} />
            <Others others={record.others} />
          </Flex>
        )}
      </Reading>
    </RecordsFrame>
  );
}

function About({ submission }: Pick<SubmissionRecord, 'submission'>) {
  const { say, when } = useWords();
  const may = useRights();
  const { studentId, studentName, studentEmail, number, version, submittedAt } = submission;
  return (
    <Facts
      facts={[
        [
          say('field.student'),
          may(mayReadStudents) ? (
            <TextLink key="student" to={studentPath(studentId)}>
              {studentName}
            </TextLink>
          ) : (
            studentName
          ),
        ],
        [say('students.email'), studentEmail],
        [say('review.submitted'), when(submittedAt)],
        [say('review.which'), number],
        [say('field.version'), version],
        [say('field.status'), <SubmissionBadge key="status" {...submission} />],
      ]}
    />
  );
}

function AskedFor({ project }: Pick<SubmissionRecord, 'project'>) {
  const { say } = useWords();
  return (
    <>
      {[project.description, project.problemStatement].map((text) =>
        text === '' ? null : <PlainText key={text}>{text}</PlainText>,
      )}
      {project.deliverables === '' ? null : (
        <>
          <Typography tag="h3" variant="pi" fontWeight="bold">
            {say('review.deliverables')}
          </Typography>
          <PlainText>{project.deliverables}</PlainText>
        </>
      )}
    </>
  );
}

function Others({ others }: Pick<SubmissionRecord, 'others'>) {
  const { say, when } = useWords();
  if (others.length === 0) return null;
  return (
    <Section title={say('review.earlier')}>
      {others.map((other) => (
        <Card key={other.id}>
          <Flex gap={3} wrap="wrap">
            <TextLink to={submissionPath(other.id)}>
              {say('review.number', { number: other.number })}
            </TextLink>
            <SubmissionBadge {...other} />
            <Typography variant="pi" textColor="neutral600">
              {when(other.submittedAt)}
            </Typography>
          </Flex>
          {other.feedback === null ? null : <PlainText>{other.feedback}</PlainText>}
        </Card>
      ))}
    </Section>
  );
}
