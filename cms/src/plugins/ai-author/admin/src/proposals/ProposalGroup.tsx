import { Button, Flex, Typography, useNotifyAT } from '@strapi/design-system';
import { useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import type { Proposal } from '../../../server/wire';
import { useAiAcceptManyMutation } from '../api';
import type { View } from '../fields/FieldView';
import { useWords } from '../words';
import type { Held } from './held';
import { ProposalCard } from './ProposalCard';
import type { Group } from './shown';
import type { Hands } from './useHeld';

interface Props {
  readonly courseId: string;
  readonly group: Group;
  readonly view: View;
  readonly held: Pick<Held, 'edits' | 'refused'>;
  readonly hands: Hands;
}

/** The proposals of one step below what they are about. */
export function ProposalGroup({ courseId, group, view, held, hands }: Props) {
  const first = group.proposals[0];
  if (first === undefined) return null;
  // One that is being edited is accepted by itself, as edited.
  const open = group.proposals.filter(({ id, state }) => state === 'open' && !held.edits.has(id));
  const headingId = `step-${group.stepId}`;
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={3} aria-labelledby={headingId}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography
          id={headingId}
          tag="h2"
          variant="delta"
          style={{ overflowWrap: 'anywhere', minWidth: 0 }}
        >
          {first.title}
        </Typography>
        {open.length < 2 ? null : (
          <AcceptAll courseId={courseId} title={first.title} proposals={open} hands={hands} />
        )}
      </Flex>
      {group.proposals.map((proposal) => (
        <ProposalCard
          key={proposal.id}
          courseId={courseId}
          proposal={proposal}
          view={view}
          edit={held.edits.get(proposal.id)?.edit}
          refused={held.refused.get(proposal.id)}
          hands={hands}
        />
      ))}
    </Flex>
  );
}

interface AcceptAllProps {
  readonly courseId: string;
  readonly title: string;
  readonly proposals: readonly Proposal[];
  readonly hands: Hands;
}

function AcceptAll({ courseId, title, proposals, hands }: AcceptAllProps) {
  const { say } = useWords();
  const { notifyStatus } = useNotifyAT();
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [accept, { isLoading }] = useAiAcceptManyMutation();
  const count = proposals.length;

  async function acceptThem() {
    setFailure(null);
    const answer = await accept({ courseId, ids: proposals.map(({ id }) => id) });
    if ('error' in answer) {
      setFailure(failureOf(answer.error));
      return;
    }
    const { refused } = answer.data;
    const accepted = new Set(answer.data.accepted);
    setOpen(false);
    notifyStatus(
      [
        say('group.accepted', { count: accepted.size }),
        ...(refused.length === 0 ? [] : [say('group.refused', { count: refused.length })]),
      ].join(' '),
    );
    hands.answer(
      proposals
        .filter(({ id }) => accepted.has(id))
        .map((proposal) => ({
          ...proposal,
          state: 'accepted',
          canAskAgain: false,
          decidedAt: new Date().toISOString(),
        })),
      refused,
    );
  }

  return (
    <>
      <Button
        variant="secondary"
        size="S"
        aria-label={say('group.accept.of', { count, title })}
        onClick={() => setOpen(true)}
      >
        {say('group.accept', { count })}
      </Button>
      <ConfirmDialog
        open={isOpen}
        title={say('group.accept.title', { count, title })}
        about={say('group.accept.about')}
        confirm={say('group.accept', { count })}
        running={isLoading ? say('group.accept.running') : null}
        failure={failure}
        onConfirm={() => void acceptThem()}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
