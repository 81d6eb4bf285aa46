import { Flex, Typography } from '@strapi/design-system';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import type { AttemptLine } from '../../../server/wire';
import { PassedBadge, ToneBadge } from '../parts/Badges';
import type { Column } from '../parts/Listing';
import { attemptPath } from '../paths';
import { useWords } from '../words';

/** The columns of a list of attempts; on one student's page without the student. */
export function useAttemptColumns(withStudent: boolean): Column<AttemptLine>[] {
  const { say, when } = useWords();
  return [
    {
      head: say('field.test'),
      cell: ({ id, testTitle, number }) => (
        <TextLink to={attemptPath(id)}>
          {say('attempt.title', { test: testTitle, number })}
        </TextLink>
      ),
    },
    ...(withStudent
      ? [{ head: say('field.student'), cell: ({ studentName }: AttemptLine) => studentName }]
      : []),
    { head: say('field.course'), cell: ({ courseName }) => courseName },
    { head: say('field.version'), cell: ({ version }) => version },
    { head: say('attempt.started'), cell: ({ startedAt }) => when(startedAt) },
    { head: say('attempt.result'), cell: (line) => <Result {...line} /> },
  ];
}

/** The figures that count now. */
export function Result({ score, maxScore, percentage, passed, regradedAt }: AttemptLine) {
  const { say, number } = useWords();
  if (score === null || percentage === null || passed === null)
    return <ToneBadge tone="secondary" text={say('attempt.open')} />;
  return (
    <Flex gap={2} wrap="wrap" tag="span" justifyContent="inherit">
      <Typography tag="span">
        {say('attempt.score', { score: number(score), max: maxScore, percentage })}
      </Typography>
      <PassedBadge passed={passed} />
      {regradedAt === null ? null : <ToneBadge tone="warning" text={say('attempt.regraded')} />}
    </Flex>
  );
}
