import { Box, Button, Flex, Typography, useNotifyAT } from '@strapi/design-system';
import { useState } from 'react';
import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';
import { fieldName } from '../../../../publisher/admin/src/names';
import { FailureNotice } from '../../../../publisher/admin/src/parts/FailureNotice';
import type { Entry, Written } from '../../../server/wire';
import { useAiReviewMutation, useAiWrittenQuery } from '../api';
import { useWords } from '../words';

interface Props {
  readonly courseId: string;
  readonly entry: Entry;
}

/** What of an entry a machine wrote and nobody reviewed. */
export function WrittenHere({ courseId, entry }: Props) {
  const { say } = useWords();
  const { notifyStatus } = useNotifyAT();
  const { data } = useAiWrittenQuery(
    { courseId, ...entry, unreviewed: true },
    { refetchOnMountOrArgChange: true },
  );
  const [review, { isLoading }] = useAiReviewMutation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;

  async function mark(written: readonly Written[]) {
    setFailure(null);
    const answer = await review({ courseId, ids: [...new Set(written.map(({ id }) => id))] });
    if ('error' in answer) setFailure(failureOf(answer.error));
    else notifyStatus(say('panel.reviewed'));
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="pi" fontWeight="semiBold">
        {say('panel.written', { count: rows.length })}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {rows.map((row) => (
          <WrittenLine
            key={`${row.id} ${row.field}`}
            row={row}
            disabled={isLoading}
            onReview={() => void mark([row])}
          />
        ))}
      </Flex>
      {rows.length < 2 ? null : (
        <Button variant="tertiary" size="S" loading={isLoading} onClick={() => void mark(rows)}>
          {say('panel.review.all', { count: rows.length })}
        </Button>
      )}
      {failure === null ? null : <FailureNotice failure={failure} />}
    </Flex>
  );
}

interface LineProps {
  readonly row: Written;
  readonly disabled: boolean;
  readonly onReview: () => void;
}

function WrittenLine({ row, disabled, onReview }: LineProps) {
  const { say, when } = useWords();
  const field = fieldName(row.field);
  const edited = row.isEdited ? ` (${say('panel.written.edited')})` : '';
  return (
    <Box tag="li">
      <Typography tag="p" variant="pi">
        {field}
        {edited}
      </Typography>
      <Typography tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {say('panel.written.by', {
          model: row.model,
          by: row.acceptedBy,
          when: when(row.acceptedAt),
        })}
      </Typography>
      <Box paddingTop={1}>
        <Button
          variant="tertiary"
          size="S"
          disabled={disabled}
          aria-label={say('panel.review.of', { field })}
          onClick={onReview}
        >
          {say('panel.review')}
        </Button>
      </Box>
    </Box>
  );
}
