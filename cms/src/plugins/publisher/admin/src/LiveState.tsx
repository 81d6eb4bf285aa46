import { Flex, Link, Typography } from '@strapi/design-system';
import type { PublishStatus } from '../../server/status';
import { Notice } from './Notice';
import { useWords } from './words';

export const courseAddress = (learnerUrl: string, courseId: number): string =>
  `${learnerUrl}/courses/${courseId}`;

/** What students see at present. */
export function LiveState({ status }: { readonly status: PublishStatus }) {
  const { say, when } = useWords();
  const { published, learners, lastTry, learnerUrl } = status;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} width="100%">
      <Typography variant="omega" fontWeight="bold">
        {published === null
          ? say('live.never')
          : say('live.version', { version: published.version })}
      </Typography>
      {published === null ? (
        <Typography variant="pi" textColor="neutral600">
          {say('live.never.about')}
        </Typography>
      ) : (
        <>
          <Typography variant="pi" textColor="neutral600">
            {say('live.since', { when: when(published.publishedAt) })}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {say('live.learners', { count: learners })}
          </Typography>
          <Link href={courseAddress(learnerUrl, published.courseId)} isExternal>
            {say('live.open')}
          </Link>
        </>
      )}
      {lastTry?.outcome === 'failed' ? (
        <Notice text={say('live.last-failed', { actor: lastTry.actor, when: when(lastTry.at) })} />
      ) : null}
    </Flex>
  );
}
