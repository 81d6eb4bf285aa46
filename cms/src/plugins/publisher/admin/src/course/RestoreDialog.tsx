import { Box, Dialog, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { ChangedNode, Difference } from '../../../server/wire';
import { useDifferencesQuery, useRestoreMutation, useRestoreStateQuery } from '../api';
import { Notice } from '../Notice';
import { ActionDialog } from '../parts/ActionDialog';
import { useAttempt } from '../parts/useAttempt';
import { useWords } from '../words';

interface Props {
  readonly documentId: string;
  readonly version: number;
  readonly onClose: () => void;
}

/** Nothing is restored before the editor has seen what that takes away. */
export function RestoreDialog({ documentId, version, onClose }: Props) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [restore, { isLoading: running }] = useRestoreMutation();
  const { attempt, failure } = useAttempt();
  const { data: state } = useRestoreStateQuery(documentId);
  const {
    data: lost,
    isFetching,
    isError,
  } = useDifferencesQuery(
    { documentId, from: 'draft', to: version },
    { refetchOnMountOrArgChange: true },
  );

  async function run() {
    if ((await attempt(restore({ documentId, version }))) === null) return;
    onClose();
    toggleNotification({ type: 'success', message: say('restore.done', { version }) });
  }

  return (
    <Dialog.Root open onOpenChange={(open) => (open || running ? undefined : onClose())}>
      <ActionDialog
        title={say('restore.title', { version })}
        about={say('restore.about', { version })}
        confirm={say('restore.button')}
        danger
        disabled={lost === undefined || isFetching || isError}
        running={running ? say('restore.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        {isFetching ? <Typography role="status">{say('restore.reading')}</Typography> : null}
        {isError ? <Notice text={say('restore.unknown')} /> : null}
        {lost === undefined || isFetching || isError || running ? null : (
          <Lost lost={lost} version={version} />
        )}
        {state?.canUndo && !running ? (
          <Typography variant="pi">
            {say('restore.undone-replaced', { version: state.version })}
          </Typography>
        ) : null}
      </ActionDialog>
    </Dialog.Root>
  );
}

function Lost({ lost, version }: { readonly lost: Difference; readonly version: number }) {
  const { say } = useWords();
  const count = lost.nodes.length + lost.more;
  if (count === 0) return <Typography>{say('restore.same', { version })}</Typography>;
  return (
    <Box>
      <Typography fontWeight="semiBold">{say('restore.lost', { count })}</Typography>
      <Box
        tag="ul"
        paddingLeft={5}
        paddingTop={2}
        maxHeight="22rem"
        overflow="auto"
        // Reached by the keyboard, because it scrolls.
        tabIndex={0}
        aria-label={say('restore.lost', { count })}
        style={{ listStyle: 'disc' }}
      >
        {lost.nodes.map((node) => (
          <LostNode key={`${node.kind} ${node.id}`} node={node} />
        ))}
      </Box>
      {lost.more === 0 ? null : (
        <Typography variant="pi">{say('compare.more', { count: lost.more })}</Typography>
      )}
    </Box>
  );
}

function LostNode({ node }: { readonly node: ChangedNode }) {
  const { say } = useWords();
  const title = node.title.trim() === '' ? say('change.untitled') : node.title;
  return (
    <Typography tag="li" variant="pi" style={{ overflowWrap: 'anywhere' }}>
      {say(`kind.${node.kind}`)} “{title}”:{' '}
      {node.changes.map((change) => say(`restore.lost.${change}`)).join(', ')}
    </Typography>
  );
}
