import { Box, Flex, Typography } from '@strapi/design-system';
import { useAiStatusQuery } from '../api';
import { useWords } from '../words';

/** How the AI author is switched on, where it is off; otherwise nothing. */
export function NotConfigured() {
  const { say } = useWords();
  const { data: status } = useAiStatusQuery();
  if (status === undefined || status.isConfigured) return null;
  return (
    <Box
      tag="section"
      padding={5}
      hasRadius
      background="warning100"
      borderColor="warning200"
      aria-label={say('off.title')}
    >
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Typography tag="h2" variant="delta" textColor="neutral800">
          {say('off.title')}
        </Typography>
        <Typography textColor="neutral800">{say('off.about')}</Typography>
        <Flex tag="ul" gap={3} wrap="wrap">
          {status.variables.map((name) => (
            <Typography key={name} tag="li" fontWeight="semiBold" textColor="neutral800">
              <code>{name}</code>
            </Typography>
          ))}
        </Flex>
        <Typography textColor="neutral800">{say('off.rest')}</Typography>
      </Flex>
    </Box>
  );
}
