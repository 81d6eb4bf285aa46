import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { Notice } from '../../../publisher/admin/src/Notice';
import { Reading } from '../../../records/admin/src/parts/Reading';
import { Card, Section } from '../../../records/admin/src/parts/Section';
import { inert } from '../../server/inert';
import type { LogState } from '../../server/wire';
import { useAuditStateQuery } from './api';
import { useWords } from './words';

/** Milliseconds after which a line without a seal is worth a word. */
const late = 60_000;

/** Whether the log can be trusted: its seals, their copies, and what the last verification found. */
export function StateCard() {
  const { say } = useWords();
  const asked = useAuditStateQuery(undefined, { refetchOnMountOrArgChange: true });
  return (
    <Section title={say('state.title')}>
      <Card>
        <Reading asked={asked}>
          {(state) => (
            <>
              <Verified state={state} />
              <Sealed state={state} />
            </>
          )}
        </Reading>
      </Card>
    </Section>
  );
}

const Said = ({ children }: { readonly children: ReactNode }) => (
  <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
    {children}
  </Typography>
);

function Verified({ state: { verification } }: { readonly state: LogState }) {
  const { say, when, number } = useWords();
  if (verification === null) return <Said>{say('state.unverified')}</Said>;
  const { at, isSound, rows, seals, findings, findingCount } = verification;
  if (isSound)
    return (
      <Said>
        {say('state.sound', { when: when(at), rows: number(rows), seals: number(seals) })}
      </Said>
    );
  return (
    <>
      <Notice text={say('state.unsound', { when: when(at), count: findingCount })} />
      <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
        {findings.map((finding) => (
          <Typography key={finding} tag="li" style={{ overflowWrap: 'anywhere' }}>
            {inert(finding)}
          </Typography>
        ))}
      </Flex>
      {findingCount > findings.length ? <Said>{say('state.more')}</Said> : null}
    </>
  );
}

function Sealed({ state: { lastSeal, unsealed, folders } }: { readonly state: LogState }) {
  const { say, when } = useWords();
  const isLate = unsealed.since !== null && Date.now() - Date.parse(unsealed.since) > late;
  const many = unsealed.count >= 1000 ? '1000+' : String(unsealed.count);
  return (
    <>
      <Said>
        {lastSeal === null
          ? say('state.none')
          : say('state.sealed', { id: lastSeal.id, when: when(lastSeal.at) })}{' '}
        {lastSeal === null && unsealed.count === 0
          ? null
          : say('state.unsealed', { count: unsealed.count, many })}
      </Said>
      {isLate && unsealed.since !== null ? (
        <Notice text={say('state.late', { when: when(unsealed.since) })} />
      ) : null}
      {folders.map(({ folder, lastSealId, failingSince, error }) =>
        failingSince === null ? (
          <Said key={folder}>{say('state.folder', { folder: inert(folder), id: lastSealId })}</Said>
        ) : (
          <Notice
            key={folder}
            text={say('state.folder-failing', {
              folder: inert(folder),
              when: when(failingSince),
              error: inert(error ?? ''),
            })}
          />
        ),
      )}
    </>
  );
}
