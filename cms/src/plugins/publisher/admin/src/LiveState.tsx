import { Flex, Link, Typography } from '@strapi/design-system';
import type { PublishStatus } from '../../server/status';
import { ChangesLine } from './ChangesLine';
import { Notice } from './Notice';
import { useWords } from './words';

export const courseAddress = (learnerUrl: string, courseId: number): string =>
  `${learnerUrl}/courses/${courseId}`;

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
}

/** What students see at present, and how far the drafts are from it. */
export function LiveState({ documentId, status }: Props) {
  const { say, when } = useWords();
  const { published, lastTry } = status;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} width="100%">
      {published === null ? (
        <>
          <Headline text={say('live.never')} />
          <Line text={say('live.never.about')} />
        </>
      ) : (
        <Published status={status} published={published} />
      )}
      <ChangesLine documentId={documentId} version={published?.version ?? null} />
      {lastTry?.outcome === 'failed' ? (
        <Notice text={say('live.last-failed', { actor: lastTry.actor, when: when(lastTry.at) })} />
      ) : null}
    </Flex>
  );
}

interface PublishedProps {
  readonly status: PublishStatus;
  readonly published: NonNullable<PublishStatus['published']>;
}

function Published({ status, published }: PublishedProps) {
  const { say, when } = useWords();
  const { state, learners, learnerUrl } = status;
  const { version } = published;
  if (state === 'unpublished' || state === 'closed')
    return (
      <>
        <Headline text={say(`state.${state}`)} />
        <Line text={say(`state.${state}.about`, { learners })} />
        <Line text={say('state.last-version', { version })} />
      </>
    );
  return (
    <>
      <Headline text={say('live.version', { version })} />
      <Line text={say('live.since', { when: when(published.publishedAt) })} />
      <Line text={say('live.learners', { count: learners })} />
      <Link href={courseAddress(learnerUrl, published.courseId)} isExternal>
        {say('live.open')}
      </Link>
    </>
  );
}

const Headline = ({ text }: { readonly text: string }) => (
  <Typography variant="omega" fontWeight="bold">
    {text}
  </Typography>
);

const Line = ({ text }: { readonly text: string }) => (
  <Typography variant="pi" textColor="neutral600">
    {text}
  </Typography>
);
