import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import type { Fields } from '../../../server/wire';
import { useWords } from '../words';

/** The fields that are shown together here. */
export const answerFields: ReadonlySet<string> = new Set([
  'options',
  'correct_answer',
  'further_answers',
]);

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );

/** The options of a new question with the right ones pointed out, or the answer where there are none. */
export function QuestionAnswers({ fields }: { readonly fields: Fields }) {
  const { say } = useWords();
  const right = [...texts(fields.correct_answer), ...texts(fields.further_answers)];
  const options = texts(fields.options);
  if (options.length === 0)
    return right.length === 0 ? null : (
      <Typography>
        {say('question.answer')}: {right.join(' / ')}
      </Typography>
    );
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
      {options.map((option, index) => {
        const isRight = right.includes(option);
        return (
          // Two options may be the same, which a check tells.
          <Flex key={index} tag="li" gap={2} alignItems="flex-start">
            <Box width="1.6rem" paddingTop="0.2rem" shrink={0}>
              {isRight ? (
                <CheckCircle aria-hidden width="1.6rem" height="1.6rem" fill="success600" />
              ) : null}
            </Box>
            <Typography
              fontWeight={isRight ? 'semiBold' : 'regular'}
              style={{ overflowWrap: 'anywhere' }}
            >
              {option}
              {isRight ? ` (${say('question.right')})` : ''}
            </Typography>
          </Flex>
        );
      })}
    </Flex>
  );
}
