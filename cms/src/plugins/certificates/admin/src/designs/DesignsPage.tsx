import { Box, Button, Flex } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { styled } from 'styled-components';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import type { DesignEntry, DesignForm, DesignLine } from '../../../server/wire';
import {
  useCertificateDesignsQuery,
  useLazyCertificateDesignQuery,
  useSaveCertificateDesignMutation,
} from '../api';
import { Frame } from '../Frame';
import { useWords } from '../words';
import { DesignFields } from './DesignFields';
import { Specimen } from './Specimen';

/** Form and picture side by side on a wide screen, one below the other on a phone. */
const Desk = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(42rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[6]};
  align-items: start;
`;

/** How certificates look from now on, with what the server draws of it beside the form. */
export function DesignsPage() {
  const { say } = useWords();
  const asked = useCertificateDesignsQuery(undefined, { refetchOnMountOrArgChange: true });
  const [load, loading] = useLazyCertificateDesignQuery();
  const [begun, setBegun] = useState<DesignEntry | null>(null);
  const current = asked.data?.[0]?.id;

  async function begin(id: number) {
    const { data } = await load(id);
    if (data !== undefined) setBegun(data);
  }
  // Begins anew where another design is in use.
  useEffect(() => {
    if (current !== undefined) void begin(current);
  }, [current]);

  return (
    <Frame title={say('nav.designs')} about={say('designs.about')}>
      <Reading asked={asked}>
        {(designs) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <Reading
              asked={{
                data: begun ?? undefined,
                error: loading.error,
                isFetching: loading.isFetching,
                refetch: () => (current === undefined ? undefined : begin(current)),
              }}
            >
              {(entry) => (
                <DesignDesk key={entry.id} entry={entry} isInUse={entry.id === current} />
              )}
            </Reading>
            <History designs={designs} onTake={(id) => void begin(id)} />
          </Flex>
        )}
      </Reading>
    </Frame>
  );
}

interface DeskProps {
  /** What the form begins with. */
  readonly entry: DesignEntry;
  readonly isInUse: boolean;
}

function DesignDesk({ entry, isInUse }: DeskProps) {
  const { say } = useWords();
  const [form, setForm] = useState<DesignForm>(entry.form);
  const isChanged = form !== entry.form;
  const isComplete =
    form.issuerName.trim() !== '' && form.signatories.every(({ name }) => name.trim() !== '');
  return (
    <Desk>
      <Section title={say('designs.form')}>
        <Card>
          <DesignFields form={form} onChange={setForm} />
          <Flex gap={3} wrap="wrap">
            <SaveButton form={form} disabled={!isComplete || (isInUse && !isChanged)} />
            {isChanged ? (
              <Button variant="tertiary" onClick={() => setForm(entry.form)}>
                {say('designs.reset')}
              </Button>
            ) : null}
          </Flex>
        </Card>
      </Section>
      <Section title={say('designs.preview')}>
        <Card>
          {isComplete ? <Specimen design={form} /> : <Box>{say('designs.preview.incomplete')}</Box>}
        </Card>
      </Section>
    </Desk>
  );
}

function SaveButton({ form, disabled }: { readonly form: DesignForm; readonly disabled: boolean }) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [save, { isLoading }] = useSaveCertificateDesignMutation();
  const { failure, forget, attempt } = useAttempt();
  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    if ((await attempt(save(form))) === null) return;
    close();
    toggleNotification({ type: 'success', message: say('designs.saved') });
  }
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>
        {say('designs.save')}
      </Button>
      <ConfirmDialog
        open={open}
        title={say('designs.save.title')}
        about={say('designs.save.about')}
        confirm={say('designs.save')}
        running={isLoading ? say('designs.save.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      />
    </>
  );
}

interface HistoryProps {
  readonly designs: readonly DesignLine[];
  readonly onTake: (id: number) => void;
}

function History({ designs, onTake }: HistoryProps) {
  const { say, when, list } = useWords();
  const current = designs[0]?.id;
  return (
    <Section title={say('designs.history')}>
      <Listing
        label={say('designs.history')}
        rows={designs}
        keyOf={({ id }) => id}
        columns={[
          {
            head: say('designs.number'),
            cell: ({ id }) => (id === current ? say('designs.number.current', { id }) : id),
          },
          { head: say('field.issuer'), cell: ({ issuerName }) => issuerName },
          {
            head: say('designs.signed-by'),
            cell: ({ signatories }) =>
              signatories.length === 0 ? say('designs.nobody') : list(signatories),
          },
          {
            head: say('designs.made'),
            cell: ({ createdAt, createdBy }) =>
              say('designs.made.by', { when: when(createdAt), by: createdBy }),
          },
          {
            head: say('designs.take'),
            cell: ({ id }) =>
              id === current ? (
                '–'
              ) : (
                <Button
                  variant="tertiary"
                  size="S"
                  aria-label={say('designs.take.of', { id })}
                  onClick={() => onTake(id)}
                >
                  {say('designs.take')}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
