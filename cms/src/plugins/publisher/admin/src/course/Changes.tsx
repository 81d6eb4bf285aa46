import { Box, Flex, Typography } from '@strapi/design-system';
import { useSearchParams } from 'react-router-dom';
import type { Side, Version } from '../../../server/wire';
import { type Comparison, useDifferencesQuery, useImpactQuery } from '../api';
import { failureOf } from '../failure';
import { ImpactBox } from '../parts/ImpactBox';
import { Loading, Unreadable } from '../parts/Loading';
import { useWords } from '../words';
import { ChangeTree } from './ChangeTree';
import { CompareSelect } from './CompareSelect';
import { branchesOf } from './change-tree';

interface Props {
  readonly documentId: string;
  readonly versions: readonly Version[];
}

/** Two states of the course side by side; which ones stands in the address, so that it can be sent. */
export function Changes({ documentId, versions }: Props) {
  const { say } = useWords();
  const [search, setSearch] = useSearchParams();
  const present = new Set(versions.map(({ version }) => version));
  const sideOf = (text: string | null): Side | null =>
    text === 'draft' ? 'draft' : present.has(Number(text)) ? Number(text) : null;
  const from = sideOf(search.get('from')) ?? versions.find((each) => each.isCurrent)?.version;
  const to = sideOf(search.get('to')) ?? 'draft';

  if (from === undefined) return <Typography>{say('compare.first')}</Typography>;
  const choose = (name: 'from' | 'to') => (side: Side) =>
    setSearch(
      (before) => {
        before.set(name, String(side));
        return before;
      },
      { replace: true },
    );
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Flex gap={4} wrap="wrap" alignItems="flex-end">
        <CompareSelect
          label={say('compare.from')}
          name="from"
          value={from}
          versions={versions}
          onChange={choose('from')}
        />
        <CompareSelect
          label={say('compare.to')}
          name="to"
          value={to}
          versions={versions}
          onChange={choose('to')}
        />
      </Flex>
      <Compared compared={{ documentId, from, to }} />
    </Flex>
  );
}

function Compared({ compared }: { readonly compared: Comparison }) {
  const { say } = useWords();
  const { data, error, isFetching, refetch } = useDifferencesQuery(compared, {
    refetchOnMountOrArgChange: true,
  });
  const { data: impact } = useImpactQuery(
    { documentId: compared.documentId, to: compared.to },
    { refetchOnMountOrArgChange: true },
  );
  if (error !== undefined && !isFetching)
    return <Unreadable failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const total = data.nodes.length + data.more;
  return (
    <>
      <Typography role="status">
        {total === 0 ? say('compare.same') : say('compare.summary', { total, ...data.counts })}
      </Typography>
      {impact === undefined || total === 0 ? null : (
        <Box padding={4} hasRadius background="neutral100" borderColor="neutral200">
          <ImpactBox impact={impact} />
        </Box>
      )}
      <ChangeTree branches={branchesOf(data.nodes)} compared={compared} />
      {data.more === 0 ? null : (
        <Typography variant="pi" textColor="neutral600">
          {say('compare.more', { count: data.more })}
        </Typography>
      )}
    </>
  );
}
