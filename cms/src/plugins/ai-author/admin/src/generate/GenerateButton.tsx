import { Button } from '@strapi/design-system';
import { Sparkle } from '@strapi/icons';
import { useParams } from 'react-router-dom';
import { courseUid } from '../../../../publisher/admin/src/api';
import { useAiStatusQuery } from '../api';
import { useMay, writeRight } from '../rights';
import { useWords } from '../words';
import { GenerateDialog } from './GenerateDialog';
import { useDialog } from './useDialog';

/** Opens the dialog that makes a course from a few sentences; nothing where there is no model. */
export function GenerateButton({ variant }: { readonly variant?: 'default' | 'secondary' }) {
  const { say } = useWords();
  const { isOpen, show, close } = useDialog('generate');
  const { data: status } = useAiStatusQuery();
  if (status?.isConfigured !== true) return null;
  return (
    <>
      <Button variant={variant ?? 'default'} startIcon={<Sparkle aria-hidden />} onClick={show}>
        {say('generate.button')}
      </Button>
      {isOpen ? <GenerateDialog onClose={close} /> : null}
    </>
  );
}

/** The same in the content manager, above the list of courses only. */
export function GenerateInList() {
  const { slug } = useParams();
  const may = useMay(writeRight);
  return slug === courseUid && may ? <GenerateButton variant="secondary" /> : null;
}
