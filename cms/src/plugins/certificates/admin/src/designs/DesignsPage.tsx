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

/** What is on the desk: a design, and what was made of it so far. */
interface OnDesk {
  readonly entry: DesignEntry;
  readonly form: DesignForm;
  /** Another one whenever something is put on the desk. */
  readonly turn: number;
}

const isChanged = ({ entry, form }: OnDesk): boolean => form !== entry.form;

/** How certificates look from now on, with what the server draws of it beside the form. */
export function DesignsPage() {
  const { say } = useWords();
  const asked = useCertificateDesignsQuery(undefined, { refetchOnMountOrArgChange: true });
  const [load, { isFetching }] = useLazyCertificateDesignQuery();
  const [desk, setDesk] = useState<OnDesk | null>(null);
  const [failed, setFailed] = useState<{ readonly id: number; readonly error: unknown }>();
  /** The design that would take the place of a changed one, until that is confirmed. */
  const [wanted, setWanted] = useState<number | null>(null);
  const current = asked.data?.[0]?.id;

  async function begin(id: number) {
    const { data: entry, error } = await load(id);
    if (entry === undefined) {
      setFailed({ id, error });
      return;
    }
    setFailed(undefined);
    setDesk((before) => ({ entry, form: entry.form, turn: (before?.turn ?? 0) + 1 }));
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
                data: desk ?? undefined,
                error: failed?.error,
                isFetching,
                refetch: () => (failed === undefined ? undefined : begin(failed.id)),
              }}
            >
              {(onDesk) => (
                <DesignDesk
                  key={onDesk.turn}
                  desk={onDesk}
                  isInUse={onDesk.entry.id === current}
                  onChange={(form) => setDesk((now) => (now === null ? null : { ...now, form }))}
                />
              )}
            </Reading>
            <History
              designs={designs}
              onTake={(id) => (desk !== null && isChanged(desk) ? setWanted(id) : void begin(id))}
            />
          </Flex>
        )}
      </Reading>
      <ConfirmDialog
        open={wanted !== null}
        title={say('designs.replace.title')}
        about={say('designs.replace.about', { id: wanted })}
        confirm={say('designs.replace')}
        danger
        running={null}
        failure={null}
        onConfirm={() => {
          setWanted(null);
          if (wanted !== null) void begin(wanted);
        }}
        onClose={() => setWanted(null)}
      />
    </Frame>
  );
}

interface DeskProps {
  readonly desk: OnDesk;
  readonly isInUse: boolean;
  readonly onChange: (form: DesignForm) => void;
}

function DesignDesk({ desk, isInUse, onChange }: DeskProps) {
  const { say } = useWords();
  const { entry, form } = desk;
  const isComplete =
    form.issuerName.trim() !== '' && form.signatories.every(({ name }) => name.trim() !== '');
  return (
    <Desk>
      <Section title={say('designs.form')}>
        <Card>
          <DesignFields form={form} onChange={onChange} />
          <Flex gap={3} wrap="wrap">
            <SaveButton form={form} disabled={!isComplete || (isInUse && !isChanged(desk))} />
            {isChanged(desk) ? (
              <Button variant="tertiary" onClick={() => onChange(entry.form)}>
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
