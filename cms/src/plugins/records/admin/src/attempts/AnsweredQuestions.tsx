import { Box, Flex, Typography } from '@strapi/design-system';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { mayCorrectKeys } from '../../../server/permissions';
import type { AnsweredQuestion } from '../../../server/wire';
import { ToneBadge } from '../parts/Badges';
import { Card, PlainText } from '../parts/Section';
import { questionPath } from '../paths';
import { useRights } from '../useRights';
import { useWords } from '../words';

/** The questions in the order in which the student saw them. */
export function AnsweredQuestions({
  questions,
}: {
  readonly questions: readonly AnsweredQuestion[];
}) {
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={4}>
      {questions.map((question, index) => (
        <Box tag="li" key={question.id}>
          <Card>
            <OneQuestion question={question} place={index + 1} />
          </Card>
        </Box>
      ))}
    </Flex>
  );
}

function OneQuestion({
  question,
  place,
}: {
  readonly question: AnsweredQuestion;
  readonly place: number;
}) {
  const { say, when, number, list } = useWords();
  const may = useRights();
  const { id, text, options, answer, correct, points, answeredAt } = question;
  const [tone, mark] = correct
    ? (['success', 'attempt.right'] as const)
    : points > 0
      ? (['warning', 'attempt.partly'] as const)
      : (['danger', 'attempt.wrong'] as const);
  return (
    <>
      <Flex gap={2} wrap="wrap">
        <Typography fontWeight="semiBold">{place}.</Typography>
        <ToneBadge tone={tone} text={say(mark)} />
        <Typography variant="pi" textColor="neutral600">
          {say('attempt.points', { points: number(points) })}
          {answeredAt === null ? '' : ` · ${say('attempt.answered', { when: when(answeredAt) })}`}
        </Typography>
      </Flex>
      <PlainText>{text}</PlainText>
      <Box>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {say('attempt.answer')}
        </Typography>
        {answer === null ? (
          <Typography textColor="neutral600">{say('attempt.no-answer')}</Typography>
        ) : (
          <PlainText>{typeof answer === 'string' ? answer : list(answer)}</PlainText>
        )}
      </Box>
      {options.length === 0 ? null : (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {say('attempt.options', { options: options.join(' · ') })}
        </Typography>
      )}
      {may(mayCorrectKeys) ? (
        <TextLink to={questionPath(id)}>{say('attempt.correct-key')}</TextLink>
      ) : null}
    </>
  );
}
