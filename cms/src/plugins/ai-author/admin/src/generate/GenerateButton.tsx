import { Button } from '@strapi/design-system';
import { Sparkle } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { courseUid } from '../../../../publisher/admin/src/api';
import { useAiStatusQuery } from '../api';
import { writeRight } from '../rights';
import { useWords } from '../words';
import { GenerateDialog } from './GenerateDialog';

/** Opens the dialog that makes a course from a few sentences; nothing where there is no model. */
export function GenerateButton({ variant }: { readonly variant?: 'default' | 'secondary' }) {
  const { say } = useWords();
  const [open, setOpen] = useState(false);
  const { data: status } = useAiStatusQuery();
  if (status?.isConfigured !== true) return null;
  return (
    <>
      <Button
        variant={variant ?? 'default'}
        startIcon={<Sparkle aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {say('generate.button')}
      </Button>
      {open ? <GenerateDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** The same in the content manager, above the list of courses only. */
export function GenerateInList() {
  const { slug } = useParams();
  const permissions = useAuth('ai-author', (auth) => auth.permissions);
  const may = permissions.some(({ action }) => action === writeRight.action);
  return slug === courseUid && may ? <GenerateButton variant="secondary" /> : null;
}
