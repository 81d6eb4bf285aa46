import { Box, Typography } from '@strapi/design-system';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';
import { ChoiceFilter, Filters } from '../../../records/admin/src/parts/Filters';
import { PagedList } from '../../../records/admin/src/parts/PagedList';
import { useSearch } from '../../../records/admin/src/parts/useSearch';
import { useRights } from '../../../records/admin/src/useRights';
import { mayMakeAdministrators } from '../../server/permissions';
import { useApprovalsQuery, useWaitingApprovalsQuery } from './api';
import { Frame } from './Frame';
import { MakeAdministrator } from './MakeAdministrator';
import { approvalPath } from './paths';
import { StateBadge } from './StateBadge';
import { useWords } from './words';

const states = ['ended', 'executed', 'refused', 'withdrawn', 'expired', 'void'] as const;
const actions = [
  'certificate.revoke',
  'certificate.reissue',
  'marksheet.correct',
  'key.correct',
  'administrator.make',
  'learners.move',
  'student.erase',
] as const;

/** What waits, as an inbox; what has ended is asked for. */
export function ApprovalsPage() {
  const { say, when, nameOf } = useWords();
  const search = useSearch();
  const may = useRights();
  const { data: waiting } = useWaitingApprovalsQuery();
  const state = search.value('state');
  const asked = useApprovalsQuery(
    {
      state: state === '' ? 'waiting' : state,
      action: search.value('action'),
      mine: search.value('mine'),
      page: search.page,
    },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <Frame
      title={say('menu.title')}
      about={say('list.about')}
      action={may(mayMakeAdministrators) ? <MakeAdministrator /> : undefined}
    >
      <Box paddingBottom={4}>
        <Typography role="status" fontWeight="semiBold">
          {waiting === undefined ? '' : say('list.waiting', { count: waiting.count })}
        </Typography>
      </Box>
      <Filters>
        <ChoiceFilter
          label={say('field.state')}
          name="state"
          search={search}
          unset={say('state.waiting')}
          options={states.map((value) => ({ value, label: say(`state.${value}`) }))}
        />
        <ChoiceFilter
          label={say('field.action')}
          name="action"
          search={search}
          options={actions.map((value) => ({ value, label: nameOf(value) }))}
        />
        <ChoiceFilter
          label={say('field.whose')}
          name="mine"
          search={search}
          unset={say('filter.everybody')}
          options={[{ value: 'true', label: say('filter.mine') }]}
        />
      </Filters>
      <PagedList
        label={say('menu.title')}
        asked={asked}
        search={search}
        none={say('list.none')}
        columns={[
          {
            head: say('field.action'),
            cell: ({ id, action }) => (
              <TextLink to={approvalPath(id)}>{`${nameOf(action)} (${id})`}</TextLink>
            ),
          },
          { head: say('field.by'), cell: ({ requestedBy }) => requestedBy },
          { head: say('field.when'), cell: ({ createdAt }) => when(createdAt) },
          { head: say('field.until'), cell: ({ expiresAt }) => when(expiresAt) },
          {
            head: say('field.votes'),
            cell: ({ votes, votesNeeded }) => say('field.votes.of', { votes, needed: votesNeeded }),
          },
          { head: say('field.state'), cell: (line) => <StateBadge {...line} /> },
        ]}
      />
    </Frame>
  );
}
