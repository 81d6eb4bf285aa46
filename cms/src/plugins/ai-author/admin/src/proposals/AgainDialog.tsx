import { Field, Textarea } from '@strapi/design-system';
import { useState } from 'react';
import type { Failure } from '../../../../publisher/admin/src/failure';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { useWords } from '../words';

/** As long as the server takes it. */
const longest = 2000;

interface Props {
  readonly running: boolean;
  readonly failure: Failure | null;
  readonly onAsk: (remark: string) => void;
  readonly onClose: () => void;
}

/** Asks what should be different when the model is asked again. */
export function AgainDialog({ running, failure, onAsk, onClose }: Props) {
  const { say } = useWords();
  const [remark, setRemark] = useState('');
  return (
    <ConfirmDialog
      open
      title={say('again.title')}
      about={say('again.about')}
      confirm={say('again.confirm')}
      disabled={remark.trim() === ''}
      running={running ? say('again.running') : null}
      failure={failure}
      onConfirm={() => onAsk(remark.trim())}
      onClose={onClose}
    >
      <Field.Root name="remark" required>
        <Field.Label>{say('again.remark')}</Field.Label>
        <Textarea
          value={remark}
          maxLength={longest}
          disabled={running}
          onChange={(event) => setRemark(event.target.value)}
        />
      </Field.Root>
    </ConfirmDialog>
  );
}
