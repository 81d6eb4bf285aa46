import { Button } from '@strapi/design-system';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { type ReactNode, useState } from 'react';
import { saveFile } from '../parts/save-file';
import { useWords } from '../words';

interface Props {
  readonly documentId: string;
  readonly version: number;
  readonly icon: ReactNode;
}

/** Fetches the bundle with the administrator's token, which a plain link would not send. */
export function ExportButton({ documentId, version, icon }: Props) {
  const { say } = useWords();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [running, setRunning] = useState(false);

  async function save() {
    setRunning(true);
    try {
      const address = `/publisher/courses/${documentId}/versions/${version}/bundle`;
      const { data, headers } = await get(address, { responseType: 'blob' });
      const named = /filename="?([^";]+)"?/.exec(headers?.get('content-disposition') ?? '')?.[1];
      saveFile(data, named ?? `course-${documentId}-v${version}.zip`);
    } catch {
      toggleNotification({ type: 'danger', message: say('versions.export-failed', { version }) });
    } finally {
      setRunning(false);
    }
  }

  return (
    <Button
      variant="tertiary"
      startIcon={icon}
      loading={running}
      onClick={() => void save()}
      {...(running ? { 'aria-label': say('versions.exporting', { version }) } : {})}
    >
      {say('versions.export')}
    </Button>
  );
}
