import { Button } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient, useNotification, useRBAC } from '@strapi/strapi/admin';
import { useState } from 'react';
import { failureOf } from '../../../publisher/admin/src/failure';
import { saveFile } from '../../../publisher/admin/src/parts/save-file';
import { type Question, queryOf } from './api';
import { exportLog } from './rights';
import { useWords } from './words';

/** What is shown now, as a file for a spreadsheet; all of it, not this page. */
export function ExportButton({ filter }: { readonly filter: Question }) {
  const { say } = useWords();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const { allowedActions } = useRBAC(exportLog);
  const [isRunning, setRunning] = useState(false);
  if (allowedActions.canExport !== true) return null;
  const run = async () => {
    setRunning(true);
    try {
      const { data } = await get(`/audit/export${queryOf(filter)}`, { responseType: 'blob' });
      saveFile(data, `audit-log-${new Date().toISOString().slice(0, 10)}.csv`);
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
