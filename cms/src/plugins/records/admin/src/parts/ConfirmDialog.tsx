import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import type { Failure } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { useWords } from '../words';

/** Strapi's dialog cuts off what is higher than the window. */
const Content = styled(Dialog.Content)`
  max-height: calc(100dvh - ${({ theme }) => theme.spaces[6]});
  overflow-y: auto;

  > * {
    flex-shrink: 0;
  }
`;

interface Props {
  readonly open: boolean;
  readonly title: string;
  readonly about: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** What is being done, while it is; null otherwise. */
  readonly running: string | null;
  readonly failure: Failure | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Says what will happen and asks; stays open while it runs and after it failed. */
export function ConfirmDialog(props: Props) {
  const { say } = useWords();
  const { open, title, about, confirm, danger, disabled, running, failure, children } = props;
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(opened) => {
        if (!opened && running === null) props.onClose();
      }}
    >
      <Content>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Dialog.Description>{about}</Dialog.Description>
            {children}
            {failure === null ? null : <FailureNotice failure={failure} />}
            <Typography role="status" variant="pi" textColor="neutral600">
              {running ?? ''}
            </Typography>
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary" disabled={running !== null}>
              {say('dialog.cancel')}
            </Button>
          </Dialog.Cancel>
          {/* Not Dialog.Action, which would close the dialog before the answer is there. */}
          <Button
            fullWidth
            variant={danger === true ? 'danger' : 'default'}
            loading={running !== null}
            disabled={disabled === true}
            onClick={props.onConfirm}
          >
            {confirm}
          </Button>
        </Dialog.Footer>
      </Content>
    </Dialog.Root>
  );
}

export function FailureNotice({ failure }: { readonly failure: Failure }) {
  const { say } = useWords();
  const text = failure.kind === 'said' ? failure.text : say(`failure.${failure.kind}`);
  return <Notice title={say('failure.title')} text={text} />;
}
