import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { memo, useRef, useState } from 'react';
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
import { type Edit, editOf } from './edit';
import { Checks, Citations, Uncovered } from './Grounding';
import { Origin } from './Origin';
import { type Decision, useDecision } from './useDecision';
import { useHeading } from './useHeading';
import type { Hands } from './useHeld';

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
  /** What an editor typed so far; undefined where it is not being edited. */
  readonly edit: Edit | undefined;
  /** Why it was not accepted with the others. */
  readonly refused: string | undefined;
  readonly hands: Hands;
}

/**
 * One proposal: what it changes, what it rests on, and what may be done with it. Drawn anew only when
 * it changes itself: there may be hundreds, and one types in one of them.
 */
export const ProposalCard = memo(function ProposalCard(props: Props) {
  const { courseId, proposal, view, edit, refused, hands } = props;
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  const beginsEdit = useRef(false);
  const decision = useDecision({
    courseId,
    proposal,
    onDecided: (decided) => hands.answer([decided]),
  });
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
        {edit !== undefined ? (
          <EditForm
            kind={proposal.kind}
            edit={edit}
            disabled={decision.running}
            takesFocus={beginsEdit.current}
            onChange={(changed) => hands.edit(proposal, changed)}
            onSave={(edited) => void decision.accept(edited)}
            onCancel={() => {
              decision.forget();
              hands.leaveEdit(id);
              focusCard();
            }}
          />
        ) : isOpen ? (
          body
        ) : (
          <Folded label={say('card.show')}>{body}</Folded>
        )}
        {decision.failure !== null && !isAsking ? (
          <FailureNotice failure={decision.failure} />
        ) : refused !== undefined && isOpen ? (
          <CalmNotice tone="warning" title={say('card.refused')}>
            {refused}
          </CalmNotice>
        ) : null}
        {edit !== undefined ? null : (
          <Acts
            proposal={proposal}
            heading={heading}
            decision={decision}
            onEdit={() => {
              decision.forget();
              beginsEdit.current = true;
              hands.edit(proposal, editOf(proposal));
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
});

interface ActsProps {
  readonly proposal: Proposal;
  readonly heading: string;
  readonly decision: Decision;
  readonly onEdit: () => void;
  readonly onAgain: () => void;
}

/** The buttons are found by the keyboard's shortcuts through `data-act`. */
function Acts({ proposal, heading, decision, onEdit, onAgain }: ActsProps) {
  const { say } = useWords();
  const disabled = decision.running;
  const { state, canAskAgain } = proposal;
  if (state === 'replaced') return null;
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
      ) : state === 'open' ? (
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
        </>
      ) : (
        <Button
          data-act="reopen"
          variant="tertiary"
          loading={disabled}
          onClick={() => void decision.reopen()}
        >
          {say('act.reopen')}
        </Button>
      )}
      {canAskAgain ? (
        <Button variant="tertiary" disabled={disabled} onClick={onAgain}>
          {say('act.again')}
        </Button>
      ) : null}
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
