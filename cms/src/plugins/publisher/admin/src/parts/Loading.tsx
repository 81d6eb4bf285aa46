import { Button, Flex, Loader } from '@strapi/design-system';
import type { Failure } from '../failure';
import { Notice } from '../Notice';
import { useWords } from '../words';

/** What stands where something is not there yet. */
export function Loading() {
  const { say } = useWords();
  return (
    <Flex justifyContent="center" padding={6} width="100%">
      <Loader small>{say('page.loading')}</Loader>
    </Flex>
  );
}

interface Props {
  readonly failure: Failure;
  readonly onRetry: () => void;
}

/** What stands where something could not be read. */
export function Unreadable({ failure, onRetry }: Props) {
  const { say } = useWords();
  return (
    <Flex direction="column" alignItems="flex-start" gap={3} width="100%">
      <Notice text={failure.kind === 'said' ? failure.text : say('page.failed')} />
      <Button variant="tertiary" onClick={onRetry}>
        {say('page.retry')}
      </Button>
    </Flex>
  );
}
