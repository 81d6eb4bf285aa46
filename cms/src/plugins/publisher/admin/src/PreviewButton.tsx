import {
  Button,
  Dialog,
  Field,
  Flex,
  LinkButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Duplicate, ExternalLink, Eye } from '@strapi/icons';
import { useClipboard } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { PreviewLink } from '../../server/wire';
import { usePreviewMutation } from './api';
import { ActionDialog } from './parts/ActionDialog';
import { useAttempt } from './parts/useAttempt';
import { useWords } from './words';

/** How long a link may live, in hours; the last is the longest the server takes. */
const lifetimes = [1, 24, 72, 168] as const;
type Hours = (typeof lifetimes)[number];

export function PreviewButton({ documentId }: { readonly documentId: string }) {
  const { say } = useWords();
  const [makeLink, { isLoading: running }] = usePreviewMutation();
  const { attempt, failure, forget } = useAttempt();
  const [open, setOpen] = useState(false);
  const [hours, setHours] = useState<Hours>(24);
  const [link, setLink] = useState<PreviewLink | null>(null);

  async function run() {
    const made = await attempt(makeLink({ documentId, hours }));
    if (made !== null) setLink(made.result);
  }

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(wanted) => {
        if (running) return;
        forget();
        setLink(null);
        setOpen(wanted);
      }}
    >
      <Dialog.Trigger>
        <Button fullWidth variant="tertiary" startIcon={<Eye aria-hidden />}>
          {say('preview.open')}
        </Button>
      </Dialog.Trigger>
      <ActionDialog
        title={say('preview.title')}
        about={say('preview.about')}
        confirm={say('preview.button')}
        cancel={say('dialog.close')}
        running={running ? say('preview.running') : null}
        failure={failure}
        onConfirm={() => void run()}
      >
        <Field.Root name="hours">
          <Field.Label>{say('preview.hours')}</Field.Label>
          <SingleSelect
            value={hours}
            disabled={running}
            onChange={(chosen) => setHours(lifetimes.find((each) => each === chosen) ?? hours)}
          >
            {lifetimes.map((each) => (
              <SingleSelectOption key={each} value={each}>
                {say(`preview.hours.${each}`)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </Field.Root>
        {link === null ? null : <Link link={link} />}
      </ActionDialog>
    </Dialog.Root>
  );
}

function Link({ link }: { readonly link: PreviewLink }) {
  const { say, when } = useWords();
  const { copy } = useClipboard();
  const [copied, setCopied] = useState(false);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Field.Root name="link" hint={say('preview.expires', { when: when(link.expiresAt) })}>
        <Field.Label>{say('preview.link')}</Field.Label>
        <Field.Input
          readOnly
          value={link.url}
          onFocus={(event: React.FocusEvent<HTMLInputElement>) => event.target.select()}
        />
        <Field.Hint />
      </Field.Root>
      <Flex gap={2} wrap="wrap">
        <Button
          variant="tertiary"
          startIcon={<Duplicate aria-hidden />}
          onClick={async () => setCopied(await copy(link.url))}
        >
          {say('preview.copy')}
        </Button>
        <LinkButton
          variant="tertiary"
          href={link.url}
          isExternal
          startIcon={<ExternalLink aria-hidden />}
        >
          {say('preview.visit')}
        </LinkButton>
        <Typography role="status" variant="pi">
          {copied ? say('preview.copied') : ''}
        </Typography>
      </Flex>
    </Flex>
  );
}
