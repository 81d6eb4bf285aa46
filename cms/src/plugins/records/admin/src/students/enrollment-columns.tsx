import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { EnrollmentLine } from '../../../server/wire';
import { ToneBadge } from '../parts/Badges';
import type { Column } from '../parts/Listing';
import { studentPath } from '../paths';
import { useWords } from '../words';

/** The columns of a list of enrolments; on one student's page without the student. */
export function useEnrollmentColumns(withStudent: boolean): Column<EnrollmentLine>[] {
  const { say, when } = useWords();
  const student: Column<EnrollmentLine> = {
    head: say('field.student'),
    cell: ({ studentId, studentName }) => (
      <TextLink to={studentPath(studentId)}>{studentName}</TextLink>
    ),
  };
  return [
    ...(withStudent ? [student] : []),
    { head: say('field.course'), cell: ({ courseName }) => courseName },
    {
      head: say('field.version'),
      cell: ({ version, currentVersion }) =>
        version < currentVersion
          ? say('enrollment.behind', { version, current: currentVersion })
          : String(version),
    },
    {
      head: say('field.status'),
      cell: ({ status }) => (
        <ToneBadge
          text={say(`enrollment.status.${status}`)}
          {...(status === 'completed' ? { tone: 'success' as const } : {})}
        />
      ),
    },
    { head: say('field.progress'), cell: ({ percentage }) => `${percentage}%` },
    { head: say('enrollment.enrolled'), cell: ({ enrolledAt }) => when(enrolledAt) },
    { head: say('field.last-active'), cell: ({ lastActivityAt }) => when(lastActivityAt) },
    {
      head: say('enrollment.completed'),
      cell: ({ completedAt }) => (completedAt === null ? '–' : when(completedAt)),
    },
  ];
}
