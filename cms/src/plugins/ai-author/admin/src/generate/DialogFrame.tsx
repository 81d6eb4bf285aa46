import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { type ReactNode, useState } from 'react';
import type { Failure } from '../../../../publisher/admin/src/failure';
import { FailureNotice } from '../../../../publisher/admin/src/parts/FailureNotice';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { useWords } from '../words';

interface Props {
  readonly title: string;
  readonly about: string;
  readonly confirm: string;
  readonly disabled: boolean;
  /** What is being done, while it is; null otherwise. */
  readonly running: string | null;
  readonly failure: Failure | null;
  /** Whether something was filled in that would be gone with it. */
  readonly isChanged: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A dialog with a form: it scrolls within, and its buttons stay in view. Where something was filled in, it
 * asks before it closes, however that came about: a click beside it is soon done.
 */
export function DialogFrame(props: Props) {
  const { title, about, confirm, disabled, running, failure, isChanged } = props;
  const { onConfirm, onClose, children } = props;
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <Modal.Root
      open
      onOpenChange={(open) => {
        if (open || running !== null) return;
        if (isChanged) setAsking(true);
        else onClose();
      }}
    >
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={say('generate.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Box tag="form" id="generate" onSubmit={submitted}>
            <Flex direction="column" alignItems="stretch" gap={5}>
              <Typography textColor="neutral600">{about}</Typography>
              {children}
              {failure === null ? null : <FailureNotice failure={failure} />}
              <Typography role="status" variant="pi" textColor="neutral600">
                {running ?? ''}
              </Typography>
            </Flex>
          </Box>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary" disabled={running !== null}>
              {say('generate.close')}
            </Button>
          </Modal.Close>
          <Button type="submit" form="generate" disabled={disabled} loading={running !== null}>
            {confirm}
          </Button>
        </Modal.Footer>
        <ConfirmDialog
          open={isAsking}
          title={say('discard.title')}
          about={say('discard.about')}
          confirm={say('discard.yes')}
          danger
          running={null}
          failure={null}
          onConfirm={onClose}
          onClose={() => setAsking(false)}
        />
      </Modal.Content>
    </Modal.Root>
  );

  function submitted(event: React.FormEvent) {
    event.preventDefault();
    // A form within a dialog is, for React, within the page's form that it was opened from.
    event.stopPropagation();
    if (!disabled && running === null) onConfirm();
  }
}

interface PartProps {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}

/** Fields that belong together, with their heading. */
export const Part = ({ title, about, children }: PartProps) => (
  <Flex tag="section" direction="column" alignItems="stretch" gap={4} aria-label={title}>
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography tag="h3" variant="delta">
        {title}
      </Typography>
      {about === undefined ? null : (
        <Typography variant="pi" textColor="neutral600">
          {about}
        </Typography>
      )}
    </Flex>
    {children}
  </Flex>
);
