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
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { useSearch } from '../../../../records/admin/src/parts/useSearch';
import { type Job, type ProposalState, proposalStates } from '../../../server/wire';
import { useAiJobQuery, useAiProposalsQuery } from '../api';
import { CourseFrame } from '../Frame';
import type { View } from '../fields/FieldView';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
import { useAiJobsQuery } from '../jobs/api';
import { CalmNotice } from '../parts/CalmNotice';
import { useWords } from '../words';
import { isChanged } from './edit';
import { HaltedJob } from './HaltedJob';
import { haltedOf } from './halted';
import type { Held } from './held';
import { LeaveQuestion } from './LeaveQuestion';
import { LiveJob } from './LiveJob';
import { cardId } from './ProposalCard';
import { ProposalGroup } from './ProposalGroup';
import { ShortcutsHelp } from './ShortcutsHelp';
import {
  grouped,
  isOutlineIn,
  placeOf,
  type ReadPage,
  sayingOf,
  shownProposals,
  type Wanted,
} from './shown';
import { type Hands, useHeld } from './useHeld';
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
  const wanted = useMemo(() => ({ state, job, entry, before }), [state, job, entry, before]);
  const { jobs, areKnown, refetchJobs } = useJobs(courseId, job);
  // Only then: what a job makes and ends between the two would be told by neither.
  const read = useAiProposalsQuery(
    { courseId, ...wanted },
    { refetchOnMountOrArgChange: true, skip: !areKnown },
  );
  const readAnew = useReadAnew(read);
  const running = jobs.filter(({ state }) => state === 'running');
  useWhenOneEnds(running, readAnew);
  const halted = before === undefined ? haltedOf(jobs, entry) : undefined;
  const isDone =
    entry === undefined &&
    before === undefined &&
    jobs.some(({ id, state }) => id === job && state === 'done');
  const [held, hands] = useHeld(placeOf(wanted));
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
      <LeaveQuestion
        count={[...held.edits.values()].filter((one) => isChanged(one.edit, one.proposal)).length}
      />
      {running.slice(0, mostLive).map(({ id }) => (
        <LiveJob
          key={id}
          courseId={courseId}
          jobId={id}
          entry={entry}
          onOpen={readAnew}
          onProposals={hands.tell}
          onHalted={refetchJobs}
        />
      ))}
      {halted === undefined ? null : <HaltedJob key={halted.id} courseId={courseId} job={halted} />}
      <Reading<ReadPage> asked={{ ...read, data: read.currentData }}>
        {(page) => (
          <ProposalList
            courseId={courseId}
            page={page}
            wanted={wanted}
            held={held}
            hands={hands}
            view={view}
            isWriting={running.length > 0}
            isHalted={halted !== undefined}
            isNarrowed={asked !== '' || job !== undefined || entry !== undefined}
            isDone={isDone}
          />
        )}
      </Reading>
      {read.currentData === undefined ? null : (
        <Flex gap={3} justifyContent="center" wrap="wrap">
          {before === undefined ? null : (
            <Button variant="tertiary" onClick={() => search.narrow({ before: '' })}>
              {say('proposals.newest')}
            </Button>
          )}
          {read.currentData.next === null ? null : (
            <Button
              variant="tertiary"
              disabled={read.isFetching}
              onClick={() => search.narrow({ before: String(read.currentData?.next) })}
            >
              {say('proposals.older')}
            </Button>
          )}
        </Flex>
      )}
    </Flex>
  );
}

/** The newest jobs of a course, or the one that is looked at, however old it is. */
function useJobs(courseId: string, job: number | undefined) {
  const asksAnew = { refetchOnMountOrArgChange: true } as const;
  const newest = useAiJobsQuery({ courseId, before: '' }, { ...asksAnew, skip: job !== undefined });
  const one = useAiJobQuery(
    { courseId, jobId: job ?? 0 },
    { ...asksAnew, skip: job === undefined },
  );
  const jobs: readonly Job[] =
    job === undefined
      ? (newest.data?.rows ?? [])
      : one.currentData === undefined
        ? []
        : [one.currentData.job];
  const asked = job === undefined ? newest : one;
  return {
    jobs,
    areKnown: asked.isSuccess || asked.isError,
    refetchJobs: () => void asked.refetch(),
  };
}

/** Reads again; where something is being read, once that has come: it may have been asked too early. */
function useReadAnew({
  isFetching,
  refetch,
}: {
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}): () => void {
  const [asked, ask] = useReducer((count: number) => count + 1, 0);
  const done = useRef(0);
  useEffect(() => {
    if (isFetching || done.current === asked) return;
    done.current = asked;
    refetch();
  }, [asked, isFetching, refetch]);
  return ask;
}

/** A job that was running is not any more: somebody may have asked, before its stream told so. */
function useWhenOneEnds(running: readonly Job[], tell: () => void): void {
  const before = useRef<readonly number[]>([]);
  useEffect(() => {
    const now = running.map(({ id }) => id);
    if (before.current.some((id) => !now.includes(id))) tell();
    before.current = now;
  }, [running, tell]);
}

interface ListProps {
  readonly courseId: string;
  readonly page: ReadPage;
  readonly wanted: Wanted;
  readonly held: Held;
  readonly hands: Hands;
  readonly view: View;
  readonly isWriting: boolean;
  readonly isHalted: boolean;
  readonly isNarrowed: boolean;
  readonly isDone: boolean;
}

function ProposalList(props: ListProps) {
  const { courseId, page, wanted, held, hands, view, isWriting, isHalted } = props;
  const { isNarrowed, isDone } = props;
  const { say } = useWords();
  useShortcuts();
  useFocusAfter(held);
  const shown = useMemo(() => shownProposals(page, held, wanted), [page, held, wanted]);
  const said = sayingOf(shown, wanted, { isNarrowed, hasJob: isWriting || isHalted, isDone });
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Typography role="status" variant="pi" textColor="neutral600">
        {said === null ? '' : say(said.word, { ...said, more: page.next === null ? 'no' : 'yes' })}
      </Typography>
      {shown.length === 0 ? null : <ShortcutsHelp />}
      {grouped(shown).map((group) => (
        <ProposalGroup
          key={group.stepId}
          courseId={courseId}
          group={group}
          view={view}
          held={held}
          hands={hands}
        />
      ))}
      {/* Where one looks after the last decision. */}
      {!isWriting && isOutlineIn(shown, held, wanted) ? (
        <CalmNotice>{say('proposals.outline')}</CalmNotice>
      ) : null}
    </Flex>
  );
}

/**
 * The buttons of what was decided are gone: the keyboard goes on with what was refused, or else with the
 * next that waits.
 */
function useFocusAfter({ decided, refused }: Held): void {
  const before = useRef({ decided, refused });
  useEffect(() => {
    const was = before.current;
    before.current = { decided, refused };
    const turnedDown = [...refused.keys()].find((id) => !was.refused.has(id));
    const last = [...decided.values()]
      .filter(({ proposal: { id }, since }) => was.decided.get(id)?.since !== since)
      .at(-1)?.proposal;
    if (turnedDown !== undefined) document.getElementById(cardId(turnedDown))?.focus();
    else if (last !== undefined) {
      const card = document.getElementById(cardId(last.id));
      if (last.state === 'open') card?.focus();
      else focusNextOpen(card);
    }
  }, [decided, refused]);
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
