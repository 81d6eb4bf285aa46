import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { failureOf } from '../../../../publisher/admin/src/failure';
import { saveFile } from '../../../../publisher/admin/src/parts/save-file';
import { useRights } from '../../../../records/admin/src/useRights';
import { mayExport } from '../../../server/permissions';
import { type Question, queryOf } from '../api';
import { useWords } from '../words';

/** What is shown now, as a file for a spreadsheet; all of it, not this page. */
export function ExportButton({ filter }: { readonly filter: Question }) {
  const { say } = useWords();
  const may = useRights();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [isRunning, setRunning] = useState(false);
  if (!may(mayExport)) return null;
  const run = async () => {
    setRunning(true);
    try {
      const { data } = await get(`/certificates/export${queryOf(filter)}`, {
        responseType: 'blob',
      });
      saveFile(data, `certificates-${new Date().toISOString().slice(0, 10)}.csv`);
    } catch (error) {
      const failure = failureOf(error);
      const message = failure.kind === 'said' ? failure.text : say('export.failed');
      toggleNotification({ type: 'danger', message });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button
      variant="secondary"
      startIcon={<Download aria-hidden />}
      loading={isRunning}
      onClick={() => void run()}
    >
      {say('export.button')}
    </Button>
  );
}
