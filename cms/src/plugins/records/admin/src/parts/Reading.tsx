import { Box, Button, Flex, Loader } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { useWords } from '../words';
import { type Asked, readingOf } from './reading-of';

interface Props<Data> {
  readonly asked: Asked<Data>;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What was read; what stands there until then, or where it could not be read. Where it could not be read
 * anew, that is said above what stands there already.
 */
export function Reading<Data>({ asked, children }: Props<Data>) {
  const { say } = useWords();
  const { failure, data } = readingOf(asked);
  // Both always in the same places: what is below must not begin anew when a notice comes or goes.
  return (
    <>
      {failure === null ? null : (
        <Box width="100%" paddingBottom={data === undefined ? 0 : 4}>
          <Flex direction="column" alignItems="flex-start" gap={3}>
            <Notice
              text={
                failure.kind === 'said'
                  ? failure.text
                  : say(failure.kind === 'forbidden' ? 'page.forbidden' : 'page.failed')
              }
            />
            <Button variant="tertiary" onClick={() => void asked.refetch()}>
              {say('page.retry')}
            </Button>
          </Flex>
        </Box>
      )}
      {data === undefined ? failure === null ? <Waiting /> : null : children(data)}
    </>
  );
}

function Waiting() {
  const { say } = useWords();
  return (
    <Flex justifyContent="center" padding={6} width="100%">
      <Loader small>{say('page.loading')}</Loader>
    </Flex>
  );
}
