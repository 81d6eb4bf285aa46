import { Box, Button, Flex, Link, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { type ReactNode, useState } from 'react';
import { saveFile } from '../../../../publisher/admin/src/parts/save-file';
import type { SubmissionFile, SubmissionRecord } from '../../../server/wire';
import { PlainText } from '../parts/Section';
import { useWords } from '../words';

/** The link, the notes and the files of a submission. */
export function HandedIn({ record: { submission, files } }: { readonly record: SubmissionRecord }) {
  const { say } = useWords();
  const { url, notes } = submission;
  const nothing = <Typography textColor="neutral600">{say('review.nothing')}</Typography>;
  return (
    <>
      <Part title={say('review.link')}>
        {url === null ? (
          nothing
        ) : (
          <>
            <Link
              href={url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              isExternal
              style={{ overflowWrap: 'anywhere' }}
            >
              {url}
            </Link>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {say('review.link.about')}
            </Typography>
          </>
        )}
      </Part>
      <Part title={say('review.notes')}>
        {notes === '' ? nothing : <PlainText>{notes}</PlainText>}
      </Part>
      <Part title={say('review.files')}>
        {files.length === 0 ? nothing : null}
        <Flex tag="ul" direction="column" alignItems="flex-start" gap={2}>
          {files.map((file) => (
            <li key={file.id}>
              <FileButton file={file} />
            </li>
          ))}
        </Flex>
      </Part>
    </>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Box>
    <Typography tag="h3" variant="pi" fontWeight="bold">
      {title}
    </Typography>
    {children}
  </Box>
);

/** Fetches a file with the administrator's token, which a plain link would not send. */
function FileButton({ file }: { readonly file: SubmissionFile }) {
  const { say, size } = useWords();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [running, setRunning] = useState(false);

  async function save() {
    setRunning(true);
    try {
      const { data } = await get<Blob>(`/records/files/${file.id}`, { responseType: 'blob' });
      saveFile(data, file.name);
    } catch {
      toggleNotification({
        type: 'danger',
        message: say('review.download-failed', { name: file.name }),
      });
    } finally {
      setRunning(false);
    }
  }

  return (
    <Button
      variant="tertiary"
      startIcon={<Download aria-hidden />}
      loading={running}
      onClick={() => void save()}
      style={{ height: 'auto', whiteSpace: 'normal', overflowWrap: 'anywhere' }}
    >
      {`${say('review.download', { name: file.name })} (${size(file.bytes)})`}
    </Button>
  );
}
