import { Flex, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';
import { Reading } from '../../../records/admin/src/parts/Reading';
import { Card, Facts, Section } from '../../../records/admin/src/parts/Section';
import { inert } from '../../server/inert';
import type { LogEntry } from '../../server/wire';
import { useAuditEntryQuery } from './api';
import { Difference } from './Difference';
import { auditPath, historyPath } from './paths';
import { useWords } from './words';

/** One line of the log, whole. */
export function EntryPage() {
  const { say, what } = useWords();
  const id = Number(useParams().id);
  const asked = useAuditEntryQuery(id, { refetchOnMountOrArgChange: true });
  const { data } = asked;
  return (
    <Page.Main>
      <Page.Title>{say('entry.title', { id })}</Page.Title>
      <Layouts.Header
        title={say('entry.title', { id })}
        subtitle={data === undefined ? undefined : what(data)}
        navigationAction={
          <TextLink to={auditPath} startIcon={<ArrowLeft aria-hidden />}>
            {say('entry.back')}
          </TextLink>
        }
      />
      <Layouts.Content>
        <Reading asked={asked}>
          {(entry) => (
            <Flex direction="column" alignItems="stretch" gap={7} paddingBottom={8}>
              <Said entry={entry} />
              <Details entry={entry} />
              <Difference entry={entry} />
            </Flex>
          )}
        </Reading>
      </Layouts.Content>
    </Page.Main>
  );
}

function Said({ entry }: { readonly entry: LogEntry }) {
  const { say, when, who, action } = useWords();
  const { subject, subjectId, seal } = entry;
  const shown = (text: string | null) => (text === null ? say('where.unknown') : inert(text));
  return (
    <Card>
      <Facts
        facts={[
          [say('log.when'), when(entry.at)],
          [say('log.who'), who(entry.actor)],
          [say('filter.action'), action(entry.action)],
          [say('entry.row'), [subject, subjectId ?? ''].map(inert).join(' ')],
          [say('log.where'), shown(entry.ipAddress)],
          [say('entry.browser'), shown(entry.userAgent)],
          [say('entry.login'), inert(entry.login)],
          [
            say('entry.seal'),
            seal === null
              ? say('entry.unsealed')
              : say('entry.sealed', { id: seal.id, when: when(seal.at) }),
          ],
        ]}
      />
      {entry.isErased ? <Typography>{say('entry.erased')}</Typography> : null}
      {subjectId === null ? null : (
        <TextLink to={historyPath(subject, subjectId)}>{say('entry.history')}</TextLink>
      )}
    </Card>
  );
}

function Details({ entry: { details } }: { readonly entry: LogEntry }) {
  const { say } = useWords();
  if (details.length === 0) return null;
  return (
    <Section title={say('entry.details')}>
      <Card>
        <Facts facts={details.map(({ name, after }) => [inert(name), inert(after ?? '')])} />
      </Card>
    </Section>
  );
}
