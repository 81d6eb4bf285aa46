import { Flex } from '@strapi/design-system';
import type { PublishStatus } from '../../server/status';
import { AccessButton } from './AccessButton';
import { PreviewButton } from './PreviewButton';
import { ScheduleButton } from './ScheduleButton';

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
  readonly unsaved: boolean;
  readonly publishes: boolean;
}

/** What may be done besides publishing at once. */
export function LaterActions({ documentId, status, unsaved, publishes }: Props) {
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <PreviewButton documentId={documentId} />
      {publishes ? (
        <>
          <ScheduleButton documentId={documentId} status={status} unsaved={unsaved} />
          <AccessButton documentId={documentId} status={status} />
        </>
      ) : null}
    </Flex>
  );
}
