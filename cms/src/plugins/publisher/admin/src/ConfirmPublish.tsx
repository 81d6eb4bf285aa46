import { Button, Dialog, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import type { PublishStatus } from '../../server/status';
import { countOf } from './problem-groups';
import { useWords } from './words';

/** As long as the server takes it. */
const longest = 500;

interface Props {
  readonly status: PublishStatus;
  readonly message: string;
  readonly onMessage: (message: string) => void;
  readonly running: boolean;
  readonly onPublish: () => void;
}

/** Says what publishing will do, and asks for a word about it. Stays open while it runs. */
export function ConfirmPublish({ status, message, onMessage, running, onPublish }: Props) {
  const { say } = useWords();
  const { nextVersion: version, learners } = status;
  const warnings = countOf(status.problems, 'warning');
  return (
    <Dialog.Content>
      <Dialog.Header>{say('confirm.title', { version })}</Dialog.Header>
      <Dialog.Body>
        <Flex direction="column" alignItems="stretch" gap={4} width="100%">
          <Dialog.Description>
            {status.published === null
              ? say('confirm.first')
              : say('confirm.next', { version, learners })}
          </Dialog.Description>
          {warnings > 0 ? (
            <Typography>{say('confirm.warnings', { count: warnings })}</Typography>
          ) : null}
          <Field.Root name="message" hint={say('confirm.message.hint')}>
            <Field.Label>{say('confirm.message')}</Field.Label>
            <Textarea
              value={message}
              maxLength={longest}
              disabled={running}
              onChange={(event) => onMessage(event.target.value)}
            />
            <Field.Hint />
          </Field.Root>
          <Typography role="status" variant="pi" textColor="neutral600">
            {running ? say('confirm.running') : ''}
          </Typography>
        </Flex>
      </Dialog.Body>
      <Dialog.Footer>
        <Dialog.Cancel>
          <Button fullWidth variant="tertiary" disabled={running}>
            {say('confirm.cancel')}
          </Button>
        </Dialog.Cancel>
        {/* Not Dialog.Action, which would close the dialog before the answer is there. */}
        <Button fullWidth loading={running} onClick={onPublish}>
          {say('publish.button', { version })}
        </Button>
      </Dialog.Footer>
    </Dialog.Content>
  );
}
