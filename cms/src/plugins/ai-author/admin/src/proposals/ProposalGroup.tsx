import { Button, Flex, Typography, useNotifyAT } from '@strapi/design-system';
import { useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import type { Proposal } from '../../../server/wire';
import { useAiAcceptManyMutation } from '../api';
import type { View } from '../fields/FieldView';
import { useWords } from '../words';
import { ProposalCard } from './ProposalCard';
import type { Group } from './shown';

interface Props {
  readonly courseId: string;
  readonly group: Group;
  readonly view: View;
  readonly onDecided: (proposals: readonly Proposal[]) => void;
}

/** The proposals of one step below what they are about. */
export function ProposalGroup({ courseId, group, view, onDecided }: Props) {
  const first = group.proposals[0];
  if (first === undefined) return null;
  const open = group.proposals.filter(({ state }) => state === 'open');
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
          <AcceptAll
            courseId={courseId}
            title={first.title}
            proposals={open}
            onDecided={onDecided}
          />
        )}
      </Flex>
      {group.proposals.map((proposal) => (
        <ProposalCard
          key={proposal.id}
          courseId={courseId}
          proposal={proposal}
          view={view}
          onDecided={(decided) => onDecided([decided])}
        />
      ))}
    </Flex>
  );
}

interface AcceptAllProps {
  readonly courseId: string;
  readonly title: string;
  readonly proposals: readonly Proposal[];
  readonly onDecided: (proposals: readonly Proposal[]) => void;
}

function AcceptAll({ courseId, title, proposals, onDecided }: AcceptAllProps) {
  const { say, list } = useWords();
  const { notifyStatus } = useNotifyAT();
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [accept, { isLoading }] = useAiAcceptManyMutation();
  const count = proposals.length;

  async function acceptThem() {
    setFailure(null);
    const answer = await accept({ courseId, ids: proposals.map(({ id }) => id) });
    if ('error' in answer) {
      setFailure(failureOf(answer.error));
      return;
    }
    const accepted = new Set(answer.data.accepted);
    setOpen(false);
    setRefused(
      answer.data.refused.length === 0
        ? null
        : say('group.refused', {
            count: answer.data.refused.length,
            reasons: list([...new Set(answer.data.refused.map(({ message }) => message))]),
          }),
    );
    notifyStatus(say('group.accepted', { count: accepted.size }));
    onDecided(
      proposals
        .filter(({ id }) => accepted.has(id))
        .map((proposal) => ({
          ...proposal,
          state: 'accepted',
          decidedAt: new Date().toISOString(),
        })),
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
      {refused === null ? null : <Notice text={refused} />}
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
