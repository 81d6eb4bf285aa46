import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useIsMobile } from '@strapi/strapi/admin';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { useSearch } from '../../../../records/admin/src/parts/useSearch';
import {
  type Proposal,
  type ProposalPage,
  type ProposalState,
  proposalStates,
} from '../../../server/wire';
import { useAiProposalsQuery } from '../api';
import { CourseFrame } from '../Frame';
import type { View } from '../fields/FieldView';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
import { useAiJobsQuery } from '../jobs/api';
import { CalmNotice } from '../parts/CalmNotice';
import { useWords } from '../words';
import { LiveJob } from './LiveJob';
import { cardId } from './ProposalCard';
import { ProposalGroup } from './ProposalGroup';
import { ShortcutsHelp } from './ShortcutsHelp';
import { grouped, shownProposals } from './shown';
import { focusNextOpen, useShortcuts } from './useShortcuts';

const all = 'all';
/** Strapi's page is too narrow for more at a time, and a job has its own page. */
const mostLive = 3;

const isState = (text: string): text is ProposalState =>
  (proposalStates as readonly string[]).includes(text);

const numberOf = (text: string): number | undefined =>
  /^\d+$/.test(text) ? Number(text) : undefined;

/** A course's proposals beside the present texts, and what is being written as it comes. */
export function ProposalsPage() {
  const { documentId: courseId = '' } = useParams();
  const { say } = useWords();
  return (
    <CourseFrame
      courseId={courseId}
      title={say('proposals.title')}
      about={say('proposals.about')}
      action={<WriteLessonsButton courseId={courseId} />}
    >
      <Proposals key={courseId} courseId={courseId} />
    </CourseFrame>
  );
}

function Proposals({ courseId }: { readonly courseId: string }) {
  const { say } = useWords();
  const search = useSearch();
  const asked = search.value('state');
  const state = asked === all ? undefined : isState(asked) ? asked : 'open';
  const job = numberOf(search.value('job'));
  const entry = search.value('entry') || undefined;
  const before = numberOf(search.value('before'));
  const wanted = useMemo(() => ({ state, job }), [state, job]);
  const read = useAiProposalsQuery(
    { courseId, state, job, entry, before },
    { refetchOnMountOrArgChange: true },
  );
  const jobs = useAiJobsQuery({ courseId, before: '' }, { refetchOnMountOrArgChange: true });
  const running = (jobs.data?.rows ?? []).filter(
    ({ id, state }) => state === 'running' && (job === undefined || id === job),
  );
  const [arrived, setArrived] = useState<readonly Proposal[]>([]);
  const [view, setView] = useView();

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Flex gap={4} wrap="wrap" alignItems="flex-end">
        <Box minWidth="18rem">
          <Field.Root name="state">
            <Field.Label>{say('proposals.state')}</Field.Label>
            <SingleSelect
              value={asked === all ? all : (state ?? 'open')}
              onChange={(chosen) => search.narrow({ state: String(chosen), before: '' })}
            >
              {[...proposalStates, all].map((each) => (
                <SingleSelectOption key={each} value={each}>
                  {say(`proposals.state.${each as ProposalState | 'all'}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
        </Box>
        <ViewSelect view={view} onChange={setView} />
        {job === undefined && entry === undefined ? null : (
          <Flex gap={2} wrap="wrap" alignItems="center" paddingBottom={1}>
            <Typography variant="pi" textColor="neutral600">
              {say(entry === undefined ? 'proposals.only.job' : 'proposals.only.entry')}
            </Typography>
            <Button
              variant="tertiary"
              size="S"
              onClick={() => search.narrow({ state: '', job: '', entry: '', before: '' })}
            >
              {say('proposals.clear')}
            </Button>
          </Flex>
        )}
      </Flex>
      {running.slice(0, mostLive).map(({ id }) => (
        <LiveJob
          key={id}
          courseId={courseId}
          jobId={id}
          entry={entry}
          onProposals={setArrived}
          onEnded={() => {
            void jobs.refetch();
            void read.refetch();
          }}
        />
      ))}
      <Reading<ProposalPage> asked={read}>
        {(page) => (
          <ProposalList
            // What was decided stays in view until one looks at something else.
            key={`${asked} ${job} ${entry} ${before}`}
            courseId={courseId}
            page={page}
            arrived={before === undefined ? arrived : []}
            wanted={wanted}
            view={view}
            isWriting={running.length > 0}
            isNarrowed={asked !== '' || job !== undefined || entry !== undefined}
          />
        )}
      </Reading>
      {read.data === undefined ? null : (
        <Flex gap={3} justifyContent="center" wrap="wrap">
          {before === undefined ? null : (
            <Button variant="tertiary" onClick={() => search.narrow({ before: '' })}>
              {say('proposals.newest')}
            </Button>
          )}
          {read.data.next === null ? null : (
            <Button
              variant="tertiary"
              disabled={read.isFetching}
              onClick={() => search.narrow({ before: String(read.data?.next) })}
            >
              {say('proposals.older')}
            </Button>
          )}
        </Flex>
      )}
    </Flex>
  );
}

interface ListProps {
  readonly courseId: string;
  readonly page: ProposalPage;
  readonly arrived: readonly Proposal[];
  readonly wanted: Parameters<typeof shownProposals>[3];
  readonly view: View;
  readonly isWriting: boolean;
  readonly isNarrowed: boolean;
}

function ProposalList(props: ListProps) {
  const { courseId, page, arrived, wanted, view, isWriting, isNarrowed } = props;
  const { say } = useWords();
  useShortcuts();
  const [decided, setDecided] = useState<ReadonlyMap<number, Proposal>>(new Map());
  const shown = shownProposals(page.rows, arrived, decided, wanted);
  const groups = grouped(shown);

  // Its buttons are gone once it is decided; the keyboard goes on with the next.
  const leaving = useRef<number | null>(null);
  useEffect(() => {
    if (leaving.current === null) return;
    focusNextOpen(document.getElementById(cardId(leaving.current)));
    leaving.current = null;
  });
  const onDecided = useCallback((proposals: readonly Proposal[]) => {
    const last = proposals.at(-1);
    if (last !== undefined && last.state !== 'open') leaving.current = last.id;
    setDecided((before) => {
      const after = new Map(before);
      for (const proposal of proposals)
        if (proposal.state === 'open') after.delete(proposal.id);
        else after.set(proposal.id, proposal);
      return after;
    });
  }, []);

  const open = shown.filter(({ state }) => state === 'open').length;
  // Accepted just now, and nothing of it left to decide about.
  const outline = shown.filter(({ command }) => command === 'outline');
  const hasOutline =
    outline.some(({ id, state }) => decided.has(id) && state === 'accepted') &&
    outline.every(({ state }) => state !== 'open');
  const line = (): string => {
    if (shown.length === 0)
      return isWriting ? '' : say(isNarrowed ? 'proposals.none.found' : 'proposals.none');
    if (wanted.state === 'open' && open === 0) return say('proposals.decided');
    const count = wanted.state === 'open' ? open : shown.length;
    return say('proposals.count', { count, more: page.next === null ? 'no' : 'yes' });
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Typography role="status" variant="pi" textColor="neutral600">
        {line()}
      </Typography>
      {hasOutline && !isWriting ? <CalmNotice>{say('proposals.outline')}</CalmNotice> : null}
      {shown.length === 0 ? null : <ShortcutsHelp />}
      {groups.map((group) => (
        <ProposalGroup
          key={group.stepId}
          courseId={courseId}
          group={group}
          view={view}
          onDecided={onDecided}
        />
      ))}
    </Flex>
  );
}

const viewKey = 'ourshiksha.ai-author.view';

/** How texts are compared, as this person likes it; a phone has room for one column only. */
function useView(): readonly [View, (view: View) => void] {
  const [view, setView] = useState<View>(() =>
    localStorage.getItem(viewKey) === 'within' ? 'within' : 'beside',
  );
  const isMobile = useIsMobile();
  return [
    isMobile ? 'within' : view,
    (chosen) => {
      localStorage.setItem(viewKey, chosen);
      setView(chosen);
    },
  ];
}

function ViewSelect({
  view,
  onChange,
}: {
  readonly view: View;
  readonly onChange: (view: View) => void;
}) {
  const { say } = useWords();
  if (useIsMobile()) return null;
  return (
    <Box minWidth="18rem">
      <Field.Root name="view">
        <Field.Label>{say('proposals.view')}</Field.Label>
        <SingleSelect
          value={view}
          onChange={(chosen) => onChange(chosen === 'within' ? 'within' : 'beside')}
        >
          {(['beside', 'within'] as const).map((each) => (
            <SingleSelectOption key={each} value={each}>
              {say(`proposals.view.${each}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </Box>
  );
}
