import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import type { Failure } from '../failure';
import { useWords } from '../words';
import { FailureNotice } from './FailureNotice';

/** Strapi's dialog cuts off what is higher than the window. */
const Content = styled(Dialog.Content)`
  max-width: 56rem;
  max-height: calc(100dvh - ${({ theme }) => theme.spaces[6]});
  overflow-y: auto;

  /* Its heading and its buttons would shrink before the middle scrolls. */
  > * {
    flex-shrink: 0;
  }
`;

interface Props {
  readonly title: string;
  readonly about: string;
  readonly confirm: string;
  readonly cancel?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** What is being done, while it is; null otherwise. */
  readonly running: string | null;
  readonly failure: Failure | null;
  readonly onConfirm: () => void;
  readonly children?: ReactNode;
}

/** Says what will happen and asks; stays open while it runs and after it failed. */
export function ActionDialog(props: Props) {
  const { say } = useWords();
  const { title, about, confirm, danger, running, failure, children } = props;
  return (
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
            {props.cancel ?? say('dialog.cancel')}
          </Button>
        </Dialog.Cancel>
        {/* Not Dialog.Action, which would close the dialog before the answer is there. */}
        <Button
          fullWidth
          variant={danger ? 'danger' : 'default'}
          loading={running !== null}
          disabled={props.disabled === true}
          onClick={props.onConfirm}
        >
          {confirm}
        </Button>
      </Dialog.Footer>
    </Content>
  );
}
