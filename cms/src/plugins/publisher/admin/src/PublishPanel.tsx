import { Button, Divider, Flex, Loader, Typography } from '@strapi/design-system';
import { useForm, useRBAC } from '@strapi/strapi/admin';
import { useState } from 'react';
import { courseUid, usePublishStatusQuery } from './api';
import { failureOf } from './failure';
import { LaterActions } from './LaterActions';
import { LiveState } from './LiveState';
import { Notice } from './Notice';
import { Problems } from './Problems';
import { type Ending, PublishButton } from './PublishButton';
import { permissions } from './rights';
import { WaitingSchedule } from './WaitingSchedule';
import { useWords } from './words';

interface EditView {
  readonly model: string;
  /** Undefined while an entry is being made. */
  readonly document?: { readonly documentId: string };
}

/** The panel beside a draft course, as the content manager asks for it; null where there is none. */
export function PublishPanel({ model, document }: EditView) {
  const { say } = useWords();
  const { allowedActions } = useRBAC(permissions);
  if (model !== courseUid || document === undefined || !allowedActions.canRead) return null;
  const { documentId } = document;
  return {
    title: say('panel.title'),
    content: (
      <Panel
        key={documentId}
        documentId={documentId}
        publishes={allowedActions.canPublish === true}
      />
    ),
  };
}

function Panel({
  documentId,
  publishes,
}: {
  readonly documentId: string;
  readonly publishes: boolean;
}) {
  const { say } = useWords();
  const [ending, setEnding] = useState<Ending | null>(null);
  const unsaved = useForm('PublishPanel', ({ modified }) => modified);
  const {
    data: status,
    error,
    isFetching,
    refetch,
  } = usePublishStatusQuery(documentId, { refetchOnMountOrArgChange: true });

  if (error !== undefined && !isFetching) {
    const failure = failureOf(error);
    return (
      <Flex direction="column" alignItems="stretch" gap={3} width="100%">
        <Notice text={failure.kind === 'said' ? failure.text : say('load.failed')} />
        <Button variant="tertiary" onClick={() => void refetch()}>
          {say('load.retry')}
        </Button>
      </Flex>
    );
  }
  if (status === undefined) {
    return (
      <Flex justifyContent="center" padding={4} width="100%">
        <Loader small>{say('loading')}</Loader>
      </Flex>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <LiveState documentId={documentId} status={status} />
      <WaitingSchedule documentId={documentId} publishes={publishes} />
      <Divider />
      <Problems
        problems={status.problems}
        errors={status.errors}
        warnings={status.warnings}
        checking={isFetching}
        onCheck={() => {
          // What went wrong before may be settled now; the answer will tell.
          setEnding(null);
          void refetch();
        }}
      />
      <Divider />
      {publishes ? (
        <PublishButton
          documentId={documentId}
          status={status}
          unsaved={unsaved}
          ending={ending}
          onEnd={setEnding}
        />
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {say('publish.not-yours')}
        </Typography>
      )}
      <LaterActions
        documentId={documentId}
        status={status}
        unsaved={unsaved}
        publishes={publishes}
      />
    </Flex>
  );
}
