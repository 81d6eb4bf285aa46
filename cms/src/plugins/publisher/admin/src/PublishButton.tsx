import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useId, useState } from 'react';
import type { PublishStatus } from '../../server/status';
import { usePublishCourseMutation } from './api';
import { ConfirmPublish, type Wish } from './ConfirmPublish';
import { type Failure, failureOf } from './failure';
import { courseAddress } from './LiveState';
import { Notice } from './Notice';
import { useWords } from './words';

/** How the last try ended, unless it went well. */
export type Ending =
  | { readonly kind: 'refused'; readonly errors: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly version: number };

const nothingYet: Wish = { message: '', learners: 'keep' };

interface Props {
  readonly documentId: string;
  readonly status: PublishStatus;
  readonly unsaved: boolean;
  readonly ending: Ending | null;
  readonly onEnd: (ending: Ending | null) => void;
}

export function PublishButton({ documentId, status, unsaved, ending, onEnd }: Props) {
  const { say, when } = useWords();
  const { toggleNotification } = useNotification();
  const [publish, { isLoading: running }] = usePublishCourseMutation();
  const [open, setOpen] = useState(false);
  // Kept when a publish fails, so that nobody writes it twice.
  const [wish, setWish] = useState<Wish>(nothingYet);
  const reasonId = useId();

  const { errors } = status;
  const version = status.nextVersion;
  const reason = unsaved
    ? say('publish.unsaved')
    : errors > 0
      ? say('publish.errors', { count: errors })
      : null;

  async function run() {
    onEnd(null);
    const answer = await publish({
      documentId,
      message: wish.message.trim(),
      learners: wish.learners,
    });
    setOpen(false);
    if ('error' in answer) {
      onEnd({ kind: 'failed', failure: failureOf(answer.error), version });
    } else if (answer.data.kind === 'refused') {
      onEnd({ kind: 'refused', errors: answer.data.errors });
    } else {
      setWish(nothingYet);
      toggleNotification({
        type: 'success',
        title: say('done.title', { version: answer.data.version }),
        message: [
          say('done.text', { when: when(new Date().toISOString()) }),
          ...(answer.data.approval === null ? [] : [say('done.asked')]),
        ].join(' '),
        link: {
          label: say('done.link'),
          url: courseAddress(status.learnerUrl, answer.data.courseId),
          target: '_blank',
        },
      });
    }
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      {ending === null ? null : <HowItEnded ending={ending} />}
      <Dialog.Root
        open={open}
        onOpenChange={(wanted) => {
          if (!running) setOpen(wanted);
        }}
      >
        <Dialog.Trigger>
          <Button
            fullWidth
            disabled={reason !== null}
            {...(reason === null ? {} : { 'aria-describedby': reasonId })}
          >
            {say('publish.button', { version })}
          </Button>
        </Dialog.Trigger>
        <ConfirmPublish
          documentId={documentId}
          status={status}
          wish={wish}
          onWish={setWish}
          running={running}
          onPublish={() => void run()}
        />
      </Dialog.Root>
      {reason === null ? null : (
        <Typography id={reasonId} variant="pi" textColor="neutral600">
          {reason}
        </Typography>
      )}
    </Flex>
  );
}

function HowItEnded({ ending }: { readonly ending: Ending }) {
  const { say } = useWords();
  if (ending.kind === 'refused') {
    const text = say('refused.text', { count: ending.errors });
    return <Notice title={say('refused.title')} text={text} />;
  }
  const { failure, version } = ending;
  if (failure.kind === 'unanswered') {
    const text = say('unanswered.text', { version });
    return <Notice title={say('unanswered.title')} text={text} />;
  }
  const text = failure.kind === 'said' ? failure.text : say('failed.forbidden');
  return <Notice title={say('failed.title')} text={text} />;
}
