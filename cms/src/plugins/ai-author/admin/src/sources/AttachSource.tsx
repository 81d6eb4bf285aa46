import { Box, Button, Field, Flex, Typography } from '@strapi/design-system';
import { Link as LinkIcon, Upload } from '@strapi/icons';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Notice } from '../../../../publisher/admin/src/Notice';
import type { Source } from '../../../server/wire';
import { useWords } from '../words';
import { endings, useAttach } from './useAttach';

interface Props {
  readonly courseId: string;
  readonly onAttached?: (source: Source) => void;
}

const nobody = () => undefined;

/**
 * Attaches files or a web page to a course. No form of its own: it also stands in dialogs that are one.
 */
export function AttachSource({ courseId, onAttached = nobody }: Props) {
  const { say } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState('');
  const { files, page, running, done, problems } = useAttach(courseId, onAttached);
  const isBusy = running !== null;
  const address = url.trim();

  async function fetchPage() {
    if (isBusy || address === '') return;
    const typed = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
    if (await page(typed)) setUrl('');
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={3} wrap="wrap" alignItems="center">
        <input
          ref={input}
          type="file"
          multiple
          accept={endings.join(',')}
          hidden
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])];
            // The same file may be chosen again after it was put right.
            event.target.value = '';
            if (chosen.length > 0) void files(chosen);
          }}
        />
        <Button
          type="button"
          variant="secondary"
          startIcon={<Upload aria-hidden />}
          disabled={isBusy}
          aria-describedby={`${id}-files`}
          onClick={() => input.current?.click()}
        >
          {say('sources.attach.files')}
        </Button>
        <Typography id={`${id}-files`} variant="pi" textColor="neutral600">
          {say('sources.attach.files.hint')}
        </Typography>
      </Flex>
      <Field.Root name="source-url" hint={say('sources.attach.url.hint')}>
        <Field.Label>{say('sources.attach.url')}</Field.Label>
        <Flex gap={2} wrap="wrap" alignItems="stretch">
          <Box flex="1 1 18rem" minWidth={0}>
            <Field.Input
              type="url"
              inputMode="url"
              placeholder="https://"
              value={url}
              maxLength={2000}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) => setUrl(event.target.value)}
              onKeyDown={(event: KeyboardEvent) => {
                if (event.key !== 'Enter') return;
                // It would send the form this may stand in.
                event.preventDefault();
                void fetchPage();
              }}
            />
          </Box>
          <Button
            type="button"
            variant="secondary"
            size="L"
            startIcon={<LinkIcon aria-hidden />}
            disabled={isBusy || address === ''}
            onClick={() => void fetchPage()}
          >
            {say('sources.attach.fetch')}
          </Button>
        </Flex>
        <Field.Hint />
      </Field.Root>
      <Typography role="status" variant="pi" textColor="neutral800">
        {running ?? done ?? ''}
      </Typography>
      {problems.map((problem) => (
        <Notice key={problem} text={problem} />
      ))}
    </Flex>
  );
}
