import { Button, Checkbox, Field, Flex, Textarea } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { approvalPath } from '../../../../approvals/admin/src/paths';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import type { CertificateRecord } from '../../../server/wire';
import { useAskAboutCertificateMutation, type Wish } from '../api';
import { useWords } from '../words';

type What = Wish['what'];

interface AskProps {
  readonly what: What;
  readonly number: string;
  /** For a reissue: the student's name as it is now, where it is not the printed one. */
  readonly nameToday?: string | null;
  readonly small?: boolean;
}

/** What may be asked of two others about a certificate, as it stands. */
export function AskButtons({ certificate }: Pick<CertificateRecord, 'certificate'>) {
  const { number, nameToday, revokedAt, replacedBy, isErased } = certificate;
  return (
    <Flex gap={2} wrap="wrap">
      {isErased ? null : <AskButton what="correct-marksheet" number={number} />}
      {replacedBy === null && !isErased ? (
        <AskButton what="reissue" number={number} nameToday={nameToday} />
      ) : null}
      {revokedAt === null ? <AskButton what="revoke" number={number} /> : null}
    </Flex>
  );
}

/** As the server takes them, in characters. */
const shortest = { publicReason: 3, reason: 10 } as const;
const longest = { publicReason: 500, reason: 2000 } as const;
const fields = ['publicReason', 'reason'] as const;
const empty = { publicReason: '', reason: '' };

/** Asks two others to do something with a certificate; nothing happens until they have agreed. */
export function AskButton({ what, number, nameToday = null, small = false }: AskProps) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState(empty);
  const [withNameOfToday, setWithNameOfToday] = useState(false);
  const [ask, { isLoading }] = useAskAboutCertificateMutation();
  const { failure, forget, attempt } = useAttempt();

  const close = () => {
    setOpen(false);
    setWords(empty);
    setWithNameOfToday(false);
    forget();
  };
  async function carryOut() {
    const wish = {
      number,
      publicReason: words.publicReason.trim(),
      reason: words.reason.trim(),
    };
    const done = await attempt(
      ask(what === 'reissue' ? { ...wish, what, withNameOfToday } : { ...wish, what }),
    );
    if (done === null) return;
    close();
    toggleNotification({
      type: 'success',
      message: say('ask.asked'),
      link: { url: approvalPath(done.result.approval), label: say('ask.open') },
    });
  }

  return (
    <>
      <Button
        variant={what === 'revoke' ? 'danger-light' : 'tertiary'}
        size={small ? 'S' : 'M'}
        aria-label={say(`ask.${what}.of`, { number })}
        onClick={() => setOpen(true)}
      >
        {say(`ask.${what}`)}
      </Button>
      <ConfirmDialog
        open={open}
        title={say(`ask.${what}.title`)}
        about={say(`ask.${what}.about`, { number })}
        confirm={say(`ask.${what}`)}
        danger={what === 'revoke'}
        disabled={fields.some((field) => words[field].trim().length < shortest[field])}
        running={isLoading ? say('ask.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      >
        {what === 'reissue' && nameToday !== null ? (
          <Checkbox
            checked={withNameOfToday}
            disabled={isLoading}
            onCheckedChange={(checked) => setWithNameOfToday(checked === true)}
          >
            {say('ask.reissue.name', { name: nameToday })}
          </Checkbox>
        ) : null}
        {fields.map((field) => {
          // Who reads the first one depends on what is asked for.
          const text =
            field === 'reason' ? ('ask.reason' as const) : (`ask.${what}.${field}` as const);
          return (
            <Field.Root key={field} name={field} required hint={say(`${text}.hint`)}>
              <Field.Label>{say(text)}</Field.Label>
              <Textarea
                value={words[field]}
                maxLength={longest[field]}
                disabled={isLoading}
                onChange={(event) => setWords({ ...words, [field]: event.target.value })}
              />
              <Field.Hint />
            </Field.Root>
          );
        })}
      </ConfirmDialog>
    </>
  );
}
