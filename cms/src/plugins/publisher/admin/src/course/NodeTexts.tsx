import { Box, Typography } from '@strapi/design-system';
import type { ChangedNode } from '../../../server/wire';
import { type Comparison, useNodeDifferenceQuery } from '../api';
import { failureOf } from '../failure';
import { fieldName } from '../names';
import { Loading, Unreadable } from '../parts/Loading';
import { TextDifference } from '../parts/TextDifference';
import { useWords } from '../words';

interface Props {
  readonly node: ChangedNode;
  readonly compared: Comparison;
}

/** The fields of one thing with what differs in each. */
export function NodeTexts({ node, compared }: Props) {
  const { say } = useWords();
  const { data, error, isFetching, refetch } = useNodeDifferenceQuery({
    ...compared,
    kind: node.kind,
    id: node.id,
  });
  if (error !== undefined && !isFetching)
    return <Unreadable failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const differing = data.fields.filter(({ before, after }) => (before ?? '') !== (after ?? ''));
  if (differing.length === 0)
    return (
      <Typography variant="pi" textColor="neutral600">
        {say(node.changes.includes('moved') ? 'change.no-texts' : 'diff.nothing')}
      </Typography>
    );
  return (
    <>
      {differing.map(({ field, before, after }) => (
        <Box key={field} padding={3} hasRadius background="neutral0" borderColor="neutral200">
          <Typography tag="h2" variant="sigma" textColor="neutral600">
            {fieldName(field)}
          </Typography>
          <Box paddingTop={2}>
            <TextDifference before={before ?? ''} after={after ?? ''} />
          </Box>
        </Box>
      ))}
    </>
  );
}
