import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { mayReadStudents } from '../../../server/permissions';
import type { AttemptRecord } from '../../../server/wire';
import { useAttemptQuery } from '../api';
import { Reading } from '../parts/Reading';
import { RecordsFrame } from '../parts/RecordsFrame';
import { Card, Facts, Section } from '../parts/Section';
import { recordsPath, studentPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';
import { AnsweredQuestions } from './AnsweredQuestions';
import { Result } from './attempt-columns';

/** One attempt, to look at; nothing here changes a mark. */
export function AttemptPage() {
  const { say } = useWords();
  const id = Number(useParams().id);
  const asked = useAttemptQuery(id, { refetchOnMountOrArgChange: true });
  const attempt = asked.data?.attempt;
  return (
    <RecordsFrame
      title={
        attempt === undefined
          ? say('nav.attempts')
          : say('attempt.title', { test: attempt.testTitle, number: attempt.number })
      }
      about={attempt?.courseName}
      back={{ to: `${recordsPath}/attempts`, label: say('attempt.back') }}
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Card>
              <AttemptFacts attempt={record.attempt} />
            </Card>
            <Regrades record={record} />
            <Section title={say('attempt.questions')}>
              {record.questions === null ? (
                <Typography>
                  {say('attempt.is-open', { count: record.attempt.answered })}
                </Typography>
              ) : (
                <AnsweredQuestions questions={record.questions} />
              )}
            </Section>
          </Flex>
        )}
      </Reading>
    </RecordsFrame>
  );
}

function AttemptFacts({ attempt }: Pick<AttemptRecord, 'attempt'>) {
  const { say, when, number, duration } = useWords();
  const may = useRights();
  const { studentId, studentName, original, regradedAt, timeTakenSeconds, closedBy } = attempt;
  const facts: (readonly [string, ReactNode])[] = [
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
    [say('attempt.result'), <Result key="result" {...attempt} />],
    ...(original === null || regradedAt === null
      ? []
      : [
          [
            say('attempt.original'),
            say('attempt.score', {
              score: number(original.score),
              max: attempt.maxScore,
              percentage: original.percentage,
            }),
          ] as const,
        ]),
    [say('field.version'), attempt.version],
    [say('attempt.started'), when(attempt.startedAt)],
    [
      say('attempt.deadline'),
      attempt.deadline === null ? say('attempt.no-deadline') : when(attempt.deadline),
    ],
    ...(attempt.submittedAt === null
      ? []
      : [[say('attempt.submitted'), when(attempt.submittedAt)] as const]),
    ...(timeTakenSeconds === null
      ? []
      : [[say('attempt.time'), duration(timeTakenSeconds)] as const]),
    ...(closedBy === null
      ? []
      : [[say('attempt.closed-by'), say(`attempt.closed-by.${closedBy}`)] as const]),
  ];
  return <Facts facts={facts} />;
}

function Regrades({ record: { attempt, regrades } }: { readonly record: AttemptRecord }) {
  const { say, when, number } = useWords();
  if (regrades.length === 0) return null;
  return (
    <Section title={say('attempt.regrades')}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {regrades.map(({ at, score, percentage, actor, reason, correctionId }) => (
          <Typography tag="li" key={correctionId} style={{ overflowWrap: 'anywhere' }}>
            {say('attempt.regrade', {
              when: when(at),
              score: number(score),
              max: attempt.maxScore,
              percentage,
              actor,
              reason,
            })}
          </Typography>
        ))}
      </Flex>
    </Section>
  );
}
