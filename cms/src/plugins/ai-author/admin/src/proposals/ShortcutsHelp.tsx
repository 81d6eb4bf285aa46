import { Box, Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { Folded } from '../parts/Folded';
import { useWords, type Word } from '../words';

const Key = styled.kbd`
  display: inline-block;
  min-width: 2.4rem;
  padding: 0 ${({ theme }) => theme.spaces[1]};
  text-align: center;
  font-family: inherit;
  border: 1px solid ${({ theme }) => theme.colors.neutral300};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
`;

const keys: readonly (readonly [Word, readonly string[]])[] = [
  ['keys.next', ['j', '↓']],
  ['keys.previous', ['k', '↑']],
  ['keys.accept', ['a']],
  ['keys.edit', ['e']],
  ['keys.reject', ['r']],
];

/** Which keys do what. */
export function ShortcutsHelp() {
  const { say } = useWords();
  return (
    <Folded label={say('keys.button')}>
      <Flex tag="dl" gap={4} wrap="wrap">
        {keys.map(([word, names]) => (
          <Flex key={word} gap={2}>
            <Typography tag="dt" variant="pi">
              {names.map((name) => (
                <Key key={name}>{name}</Key>
              ))}
            </Typography>
            <Typography tag="dd" variant="pi">
              {say(word)}
            </Typography>
          </Flex>
        ))}
      </Flex>
      <Box paddingTop={1}>
        <Typography variant="pi" textColor="neutral600">
          {say('keys.about')}
        </Typography>
      </Box>
    </Folded>
  );
}
