import { Button, Flex, Loader } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { failureOf } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { useWords } from '../words';

/** A question to the server, as Strapi's client answers it. */
export interface Asked<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

interface Props<Data> {
  readonly asked: Asked<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** What was read; what stands there until then, or where it could not be read. */
export function Reading<Data>({ asked, children }: Props<Data>) {
  const { say } = useWords();
  const { data, error, isFetching, refetch } = asked;
  if (error !== undefined && !isFetching) {
    const failure = failureOf(error);
    const text = failure.kind === 'said' ? failure.text : undefined;
    return (
      <Flex direction="column" alignItems="flex-start" gap={3} width="100%">
        <Notice
          text={text ?? say(failure.kind === 'forbidden' ? 'page.forbidden' : 'page.failed')}
        />
        <Button variant="tertiary" onClick={() => void refetch()}>
          {say('page.retry')}
        </Button>
      </Flex>
    );
  }
  if (data === undefined)
    return (
      <Flex justifyContent="center" padding={6} width="100%">
        <Loader small>{say('page.loading')}</Loader>
      </Flex>
    );
  return children(data);
}
