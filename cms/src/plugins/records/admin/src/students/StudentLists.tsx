import { Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { mayRequest } from '../../../../approvals/server/permissions';
import { certificatePath } from '../../../../certificates/admin/src/paths';
import { AskButton } from '../../../../certificates/admin/src/register/AskButtons';
import { mayRead as mayReadCertificates } from '../../../../certificates/server/permissions';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { mayReview } from '../../../server/permissions';
import type { StudentRecord } from '../../../server/wire';
import { SubmissionBadge, ToneBadge } from '../parts/Badges';
import { type Column, Listing } from '../parts/Listing';
import { Section } from '../parts/Section';
import { submissionPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { useEnrollmentColumns } from './enrollment-columns';

interface ListProps<Row> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string | number;
}

function ListSection<Row>({ title, ...list }: ListProps<Row>): ReactNode {
  const { say } = useWords();
  return (
    <Section title={title}>
      {list.rows.length === 0 ? (
        <Typography textColor="neutral600">{say('list.none')}</Typography>
      ) : (
        <Listing label={title} {...list} />
      )}
    </Section>
  );
}

export function Courses({ enrollments }: Pick<StudentRecord, 'enrollments'>) {
  const { say } = useWords();
  return (
    <ListSection
      title={say('student.enrollments')}
      rows={enrollments}
      columns={useEnrollmentColumns(false)}
      keyOf={({ id }) => id}
    />
  );
}

export function Labs({ labs }: Pick<StudentRecord, 'labs'>) {
  const { say, when, number } = useWords();
  return (
    <ListSection
      title={say('student.labs')}
      rows={labs}
      keyOf={({ id }) => id}
      columns={[
        { head: say('lab.title'), cell: ({ title }) => title },
        { head: say('field.course'), cell: ({ courseName }) => courseName },
        {
          head: say('field.status'),
          cell: ({ status }) => (
            <ToneBadge
              text={say(`lab.status.${status}`)}
              {...(status === 'completed' ? { tone: 'success' as const } : {})}
            />
          ),
        },
        { head: say('lab.attempts'), cell: ({ attempts }) => number(attempts) },
        { head: say('lab.hints'), cell: ({ hintsUsed }) => number(hintsUsed) },
        {
          head: say('enrollment.completed'),
          cell: ({ completedAt }) => (completedAt === null ? '–' : when(completedAt)),
        },
      ]}
    />
  );
}

export function Projects({ submissions }: Pick<StudentRecord, 'submissions'>) {
  const { say, when } = useWords();
  const may = useRights();
  return (
    <ListSection
      title={say('student.submissions')}
      rows={submissions}
      keyOf={({ id }) => id}
      columns={[
        {
          head: say('review.project'),
          cell: ({ id, projectTitle }) =>
            may(mayReview) ? (
              <TextLink to={submissionPath(id)}>{projectTitle}</TextLink>
            ) : (
              projectTitle
            ),
        },
        { head: say('field.course'), cell: ({ courseName }) => courseName },
        { head: say('review.submitted'), cell: ({ submittedAt }) => when(submittedAt) },
        { head: say('field.status'), cell: (line) => <SubmissionBadge {...line} /> },
        { head: say('review.score'), cell: ({ score }) => score ?? '–' },
      ]}
    />
  );
}

export function Certificates({ certificates }: Pick<StudentRecord, 'certificates'>) {
  const { say, when } = useWords();
  const may = useRights();
  return (
    <ListSection
      title={say('student.certificates')}
      rows={certificates}
      keyOf={({ number }) => number}
      columns={[
        {
          head: say('certificate.number'),
          cell: ({ number }) =>
            may(mayReadCertificates) ? (
              <TextLink to={certificatePath(number)}>{number}</TextLink>
            ) : (
              number
            ),
        },
        { head: say('field.course'), cell: ({ courseName }) => courseName },
        { head: say('certificate.grade'), cell: ({ grade }) => grade },
        { head: say('certificate.issued'), cell: ({ issuedAt }) => when(issuedAt) },
        {
          head: say('field.status'),
          cell: ({ number, revokedAt, replacedBy }) => {
            if (revokedAt !== null) return say('certificate.revoked', { when: when(revokedAt) });
            if (replacedBy !== null) return say('certificate.replaced', { number: replacedBy });
            return may(mayRequest) ? <AskButton what="revoke" number={number} small /> : '–';
          },
        },
      ]}
    />
  );
}
