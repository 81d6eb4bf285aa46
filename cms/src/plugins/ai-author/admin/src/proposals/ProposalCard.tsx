import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { styled } from 'styled-components';
import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import { ConfirmDialog, FailureNotice } from '../../../../records/admin/src/parts/ConfirmDialog';
import type { Proposal, ProposalState } from '../../../server/wire';
import type { View } from '../fields/FieldView';
import { CalmNotice } from '../parts/CalmNotice';
import { Folded } from '../parts/Folded';
import { useWords } from '../words';
import { AgainDialog } from './AgainDialog';
import { BlockView } from './BlockView';
import { EditForm } from './EditForm';
import { Checks, Citations, Uncovered } from './Grounding';
import { Origin } from './Origin';
import { type Decision, useDecision } from './useDecision';
import { useHeading } from './useHeading';

const Card = styled.article`
  padding: ${({ theme }) => theme.spaces[5]};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  scroll-margin-top: ${({ theme }) => theme.spaces[10]};

  &:focus {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }

  @media (max-width: 640px) {
    padding: ${({ theme }) => theme.spaces[3]};
  }
`;

const tones: Readonly<Record<ProposalState, 'neutral' | 'success' | 'warning' | 'secondary'>> = {
  open: 'secondary',
  accepted: 'success',
  rejected: 'neutral',
  replaced: 'neutral',
  undone: 'neutral',
};

export const cardId = (proposal: number): string => `proposal-${proposal}`;

interface Props {
  readonly courseId: string;
  readonly proposal: Proposal;
  readonly view: View;
  readonly onDecided: (proposal: Proposal) => void;
}

/** One proposal: what it changes, what it rests on, and what may be done with it. */
export function ProposalCard({ courseId, proposal, view, onDecided }: Props) {
  const { say } = useWords();
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const decision = useDecision({ courseId, proposal, onDecided });
  const { id, state } = proposal;
  const heading = useHeading()(proposal, proposal.documentId === null);
  const focusCard = () => document.getElementById(cardId(id))?.focus();
  const isOpen = state === 'open';

  const body = (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <BlockView
        block={proposal}
        present={proposal.present}
        uncovered={proposal.uncovered ?? []}
        view={view}
      />
      <Uncovered proposal={proposal} />
      <Citations citations={proposal.citations} />
      <Checks checks={proposal.checks} />
    </Flex>
  );

  return (
    <Card id={cardId(id)} data-proposal={id} tabIndex={-1} aria-labelledby={`${cardId(id)}-title`}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between" gap={2} wrap="wrap">
          <Typography
            id={`${cardId(id)}-title`}
            tag="h3"
            variant="omega"
            fontWeight="bold"
            style={{ overflowWrap: 'anywhere', minWidth: 0 }}
          >
            {heading}
          </Typography>
          <Flex gap={2} wrap="wrap">
            {isOpen && proposal.isStale ? (
              <ToneBadge tone="warning" text={say('card.stale.badge')} />
            ) : null}
            <ToneBadge tone={tones[state]} text={say(`card.state.${state}`)} />
          </Flex>
        </Flex>
        {proposal.remark === null ? null : (
          <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
            {say('card.remark', { remark: proposal.remark })}
          </Typography>
        )}
        {isOpen && proposal.isStale ? (
          <CalmNotice tone="warning">{say('card.stale')}</CalmNotice>
        ) : null}
        {isOpen && proposal.parent !== null && 'proposal' in proposal.parent ? (
          <Typography variant="pi" textColor="neutral600">
            {say('card.below')}
          </Typography>
        ) : null}
        {isEditing && isOpen ? (
          <EditForm
            block={proposal}
            disabled={decision.running}
            onSave={(edited) =>
              void decision.accept(edited).then((done) => {
                if (done) setEditing(false);
              })
            }
            onCancel={() => {
              setEditing(false);
              focusCard();
            }}
          />
        ) : isOpen ? (
          body
        ) : (
          <Folded label={say('card.show')}>{body}</Folded>
        )}
        {decision.failure === null || isAsking ? null : (
          <FailureNotice failure={decision.failure} />
        )}
        {isEditing && isOpen ? null : (
          <Acts
            proposal={proposal}
            heading={heading}
            decision={decision}
            onEdit={() => {
              decision.forget();
              setEditing(true);
            }}
            onAgain={() => {
              decision.forget();
              setAsking(true);
            }}
          />
        )}
        <Decided proposal={proposal} />
        <Origin courseId={courseId} proposal={proposal} />
      </Flex>
      {isAsking ? (
        <AgainDialog
          running={decision.running}
          failure={decision.failure}
          onAsk={(remark) =>
            void decision.again(remark).then((done) => {
              if (done) setAsking(false);
            })
          }
          onClose={() => {
            decision.forget();
            setAsking(false);
          }}
        />
      ) : null}
      {decision.overwriting === null ? null : (
        <ConfirmDialog
          open
          danger
          title={say('overwrite.title')}
          about={say(`overwrite.${decision.overwriting.act}`)}
          confirm={say(`overwrite.${decision.overwriting.act}.confirm`)}
          running={decision.running ? say('overwrite.running') : null}
          failure={decision.failure}
          onConfirm={() => void decision.overwrite()}
          onClose={decision.forget}
        />
      )}
    </Card>
  );
}

interface ActsProps {
  readonly proposal: Proposal;
  readonly heading: string;
  readonly decision: Decision;
  readonly onEdit: () => void;
  readonly onAgain: () => void;
}

/** The buttons are found by the keyboard's shortcuts through `data-act`. */
function Acts({ proposal: { state }, heading, decision, onEdit, onAgain }: ActsProps) {
  const { say } = useWords();
  const disabled = decision.running;
  if (state !== 'open' && state !== 'accepted') return null;
  return (
    <Flex role="group" aria-label={say('act.label', { what: heading })} gap={2} wrap="wrap">
      {state === 'accepted' ? (
        <Button
          data-act="undo"
          variant="tertiary"
          loading={disabled}
          onClick={() => void decision.undo()}
        >
          {say('act.undo')}
        </Button>
      ) : (
        <>
          <Button data-act="accept" loading={disabled} onClick={() => void decision.accept(null)}>
            {say('act.accept')}
          </Button>
          <Button data-act="edit" variant="secondary" disabled={disabled} onClick={onEdit}>
            {say('act.edit')}
          </Button>
          <Button
            data-act="reject"
            variant="tertiary"
            disabled={disabled}
            onClick={() => void decision.reject()}
          >
            {say('act.reject')}
          </Button>
          <Button variant="tertiary" disabled={disabled} onClick={onAgain}>
            {say('act.again')}
          </Button>
        </>
      )}
    </Flex>
  );
}

function Decided({ proposal: { state, decidedBy, decidedAt } }: { readonly proposal: Proposal }) {
  const { say, when } = useWords();
  if (decidedBy === null || decidedAt === null) return null;
  return (
    <Box>
      <Typography variant="pi" textColor="neutral600">
        {say('card.decided', {
          state: say(`card.state.${state}`),
          by: decidedBy,
          when: when(decidedAt),
        })}
      </Typography>
    </Box>
  );
}
