import { Box, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

/** Something went wrong: what, what is safe, what to do. Read out when it appears. */
export function Notice({ title, text }: { readonly title?: string; readonly text: string }) {
  return (
    <Flex
      role="alert"
      gap={2}
      padding={3}
      width="100%"
      alignItems="flex-start"
      hasRadius
      background="danger100"
      borderColor="danger200"
    >
      <Box paddingTop="0.2rem" shrink={0}>
        <WarningCircle aria-hidden width="1.6rem" height="1.6rem" fill="danger700" />
      </Box>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        {title === undefined ? null : (
          <Typography variant="omega" fontWeight="semiBold" textColor="danger700">
            {title}
          </Typography>
        )}
        <Typography variant="pi" textColor="neutral800">
          {text}
        </Typography>
      </Flex>
    </Flex>
  );
}
