import { Box, Flex, Typography } from '@strapi/design-system';
import { useParams } from 'react-router-dom';
import { ToneBadge } from '../../../records/admin/src/parts/Badges';
import { Reading } from '../../../records/admin/src/parts/Reading';
import { Card, Facts, PlainText, Section } from '../../../records/admin/src/parts/Section';
import type { ApprovalRecord } from '../../server/wire';
import { useApprovalQuery } from './api';
import { Decision } from './Decision';
import { Frame } from './Frame';
import { approvalsPath } from './paths';
import { StateBadge } from './StateBadge';
import { WhatHappens } from './WhatHappens';
import { useWords } from './words';

/** One request: what exactly will happen, why, who agreed, and what can be decided. */
export function ApprovalPage() {
  const { say, nameOf } = useWords();
  const asked = useApprovalQuery(Number(useParams().id), { refetchOnMountOrArgChange: true });
  const approval = asked.data?.approval;
  return (
    <Frame
      title={
        approval === undefined ? say('menu.title') : `${nameOf(approval.action)} (${approval.id})`
      }
      back={{ to: approvalsPath, label: say('list.back') }}
    >
      <Reading asked={asked}>
        {(record) => (
          <Flex direction="column" alignItems="stretch" gap={7} paddingBottom={8}>
            <Card>
              <About approval={record.approval} />
            </Card>
            <Section
              title={say(record.approval.state === 'waiting' ? 'one.what' : 'one.what.ended')}
            >
              <Card>
                <WhatHappens facts={record.facts} />
                <Payload payload={record.approval.payload} />
              </Card>
            </Section>
            <Section title={say('one.why')}>
              <Card>
                <PlainText>{record.approval.reason}</PlainText>
              </Card>
            </Section>
            <Votes votes={record.votes} />
            {/* Another request begins with an empty form. */}
            <Decision key={record.approval.id} record={record} />
          </Flex>
        )}
      </Reading>
    </Frame>
  );
}

function About({ approval }: Pick<ApprovalRecord, 'approval'>) {
  const { say, when } = useWords();
  const { state, endedAt, endedBy, expiresAt, byDelay } = approval;
  return (
    <>
      <Facts
        facts={[
          [say('field.state'), <StateBadge key="state" {...approval} />],
          [say('field.by'), approval.requestedBy],
          [say('field.when'), when(approval.createdAt)],
          [say('field.until'), when(expiresAt)],
          [
            say('field.votes'),
            say('field.votes.of', { votes: approval.votes, needed: approval.votesNeeded }),
          ],
        ]}
      />
      {endedAt === null ? null : (
        <Typography>
          {say('one.ended', {
            state: say(`state.${state}`),
            when: when(endedAt),
            name: endedBy ?? '',
          })}
          {byDelay ? ` ${say('one.by-delay')}` : ''}
        </Typography>
      )}
      {state === 'void' ? <Typography>{say('one.void')}</Typography> : null}
      {state === 'expired' ? (
        <Typography>{say('one.expired', { when: when(expiresAt) })}</Typography>
      ) : null}
    </>
  );
}

/** The very thing the votes are bound to, for whoever wants to see it to the letter. */
function Payload({ payload }: Pick<ApprovalRecord['approval'], 'payload'>) {
  const { say } = useWords();
  return (
    <details>
      <summary>
        <Typography variant="pi" textColor="neutral600">
          {say('one.payload')}
        </Typography>
      </summary>
      <Box paddingTop={2}>
        <Typography
          tag="pre"
          variant="pi"
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: 'monospace' }}
        >
          {JSON.stringify(payload, null, 2)}
        </Typography>
      </Box>
    </details>
  );
}

function Votes({ votes }: Pick<ApprovalRecord, 'votes'>) {
  const { say, when } = useWords();
  return (
    <Section title={say('one.votes')}>
      {votes.length === 0 ? (
        <Typography textColor="neutral600">{say('vote.none')}</Typography>
      ) : null}
      {votes.map(({ voter, approve, remark, at, counts }) => (
        <Card key={`${voter} ${at}`}>
          <Flex gap={3} wrap="wrap">
            <ToneBadge
              tone={approve ? 'success' : 'warning'}
              text={say(approve ? 'vote.yes' : 'vote.no')}
            />
            <Typography style={{ overflowWrap: 'anywhere' }}>
              {say('vote.line', { name: voter, when: when(at) })}
            </Typography>
          </Flex>
          {remark === '' ? null : <PlainText>{remark}</PlainText>}
          {counts ? null : (
            <Typography variant="pi" textColor="neutral600">
              {say('vote.void')}
            </Typography>
          )}
        </Card>
      ))}
    </Section>
  );
}
