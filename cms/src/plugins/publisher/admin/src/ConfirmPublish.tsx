import { Typography } from '@strapi/design-system';
import type { PublishStatus } from '../../server/status';
import type { Learners } from '../../server/wire';
import { useDifferencesQuery, useImpactQuery } from './api';
import { ActionDialog } from './parts/ActionDialog';
import { ImpactBox } from './parts/ImpactBox';
import { LearnersChoice } from './parts/LearnersChoice';
import { MessageField } from './parts/MessageField';
import { useWords } from './words';

/** What the editor decides and says about a publish. */
export interface Wish {
  readonly message: string;
  readonly learners: Learners;
}

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
  readonly wish: Wish;
  readonly onWish: (wish: Wish) => void;
  readonly running: boolean;
  readonly onPublish: () => void;
}

/** Says what publishing will do and whom it touches, and asks for a word about it. */
export function ConfirmPublish(props: Props) {
  const { documentId, status, wish, onWish, running, onPublish } = props;
  const { say } = useWords();
  const { nextVersion: version, learners, published, state, warnings } = status;
  const { data: impact } = useImpactQuery(
    { documentId, to: 'draft' },
    { refetchOnMountOrArgChange: true, skip: published === null },
  );
  return (
    <ActionDialog
      title={say('confirm.title', { version })}
      about={
        published === null
          ? say('confirm.first')
          : say(wish.learners === 'keep' ? 'confirm.next' : 'confirm.next.move', {
              version,
              learners,
            })
      }
      confirm={say('publish.button', { version })}
      running={running ? say('confirm.running') : null}
      failure={null}
      onConfirm={onPublish}
    >
      {published === null ? null : (
        <WhatChanges documentId={documentId} version={published.version} />
      )}
      {state === 'unpublished' || state === 'closed' ? (
        <Typography>{say('confirm.unpublished')}</Typography>
      ) : null}
      {impact === undefined ? null : <ImpactBox impact={impact} />}
      {learners === 0 ? null : (
        <LearnersChoice
          value={wish.learners}
          version={version}
          disabled={running}
          onChange={(chosen) => onWish({ ...wish, learners: chosen })}
        />
      )}
      {warnings > 0 ? (
        <Typography>{say('confirm.warnings', { count: warnings })}</Typography>
      ) : null}
      <MessageField
        value={wish.message}
        hint={say('confirm.message.hint')}
        disabled={running}
        onChange={(message) => onWish({ ...wish, message })}
      />
    </ActionDialog>
  );
}

function WhatChanges({ documentId, version }: { documentId: string; version: number }) {
  const { say } = useWords();
  const { data } = useDifferencesQuery({ documentId, from: version, to: 'draft' });
  if (data === undefined) return null;
  return (
    <Typography>
      {data.nodes.length === 0
        ? say('confirm.same', { version })
        : say('confirm.changes', { ...data.counts })}
    </Typography>
  );
}
