import { Button, Divider, Flex, Loader, Typography } from '@strapi/design-system';
import { useAuth, useForm } from '@strapi/strapi/admin';
import { useState } from 'react';
import { failureOf } from '../../../../publisher/admin/src/failure';
import { Notice } from '../../../../publisher/admin/src/Notice';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { tree } from '../../../../publisher/server/tree';
import type { Entry, Status } from '../../../server/wire';
import { useAiEntryPlaceQuery, useAiProposalsQuery, useAiStatusQuery } from '../api';
import { WriteLessonsButton } from '../generate/WriteLessonsButton';
import { useAiJobsQuery } from '../jobs/api';
import { coursePath, proposalsPath } from '../paths';
import { HaltedJob } from '../proposals/HaltedJob';
import { haltedOf, mayServe } from '../proposals/halted';
import { LiveJob } from '../proposals/LiveJob';
import { writeRight } from '../rights';
import { useWords, type Word } from '../words';
import { AskDialog } from './AskDialog';
import { type Ask, asksFor, panelKinds } from './asks';
import { WrittenHere } from './WrittenHere';

interface EditView {
  readonly model: string;
  /** Undefined while an entry is being made. */
  readonly document?: { readonly documentId: string };
}

/** The panel beside a draft, as the content manager asks for it; null where there is none. */
export function AiPanel({ model, document }: EditView) {
  const { say } = useWords();
  const permissions = useAuth('ai-author', (auth) => auth.permissions);
  const kind = tree.find(({ uid }) => uid === model)?.name;
  if (kind === undefined || !panelKinds.includes(kind) || document === undefined) return null;
  if (!permissions.some(({ action }) => action === writeRight.action)) return null;
  const { documentId } = document;
  return {
    title: say('panel.title'),
    content: <Panel key={documentId} entry={{ kind, documentId }} />,
  };
}

function Panel({ entry }: { readonly entry: Entry }) {
  const { say } = useWords();
  const status = useAiStatusQuery();
  const place = useAiEntryPlaceQuery(entry, { refetchOnMountOrArgChange: true });
  const failed = [status, place].find(
    ({ error, isFetching }) => error !== undefined && !isFetching,
  );
  if (failed !== undefined) {
    const failure = failureOf(failed.error);
    return (
      <Flex direction="column" alignItems="stretch" gap={3} width="100%">
        <Notice text={failure.kind === 'said' ? failure.text : say('panel.failed')} />
        <Button variant="tertiary" onClick={() => void failed.refetch()}>
          {say('panel.retry')}
        </Button>
      </Flex>
    );
  }
  if (status.data === undefined || place.data === undefined)
    return (
      <Flex justifyContent="center" padding={4} width="100%">
        <Loader small>{say('panel.loading')}</Loader>
      </Flex>
    );
  const { courseId, title } = place.data;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      {courseId === null ? (
        <Typography variant="pi">{say('panel.no-course')}</Typography>
      ) : (
        <>
          <Waiting courseId={courseId} entry={entry} />
          <WrittenHere courseId={courseId} entry={entry} />
          <Divider />
          {status.data.isConfigured ? (
            <Asks courseId={courseId} entry={entry} title={title} status={status.data} />
          ) : (
            <Off status={status.data} />
          )}
        </>
      )}
    </Flex>
  );
}

function Off({ status: { variables } }: { readonly status: Status }) {
  const { say, list } = useWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography variant="pi" fontWeight="semiBold">
        {say('panel.off')}
      </Typography>
      <Typography variant="pi" style={{ overflowWrap: 'anywhere' }}>
        {say('panel.off.about', { variables: list(variables) })}
      </Typography>
    </Flex>
  );
}

interface Place {
  readonly courseId: string;
  readonly entry: Entry;
}

/** Open proposals about the entry, and what is being written for it at this moment. */
function Waiting({ courseId, entry }: Place) {
  const { say } = useWords();
  const isCourse = entry.kind === 'course';
  const about = isCourse ? undefined : entry.documentId;
  const proposals = useAiProposalsQuery(
    { courseId, state: 'open', entry: about },
    { refetchOnMountOrArgChange: true },
  );
  const jobs = useAiJobsQuery({ courseId, before: '' }, { refetchOnMountOrArgChange: true });
  const newest = jobs.data?.rows ?? [];
  const running = newest.find((job) => job.state === 'running' && mayServe(job, about));
  const halted = haltedOf(newest, about);
  const count = proposals.data?.rows.length;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {running === undefined ? null : (
        <LiveJob
          key={running.id}
          courseId={courseId}
          jobId={running.id}
          entry={about}
          isSmall
          onHalted={() => {
            void jobs.refetch();
            void proposals.refetch();
          }}
        />
      )}
      {halted === undefined ? null : <HaltedJob key={halted.id} courseId={courseId} job={halted} />}
      {count === undefined ? null : count === 0 ? (
        running === undefined && halted === undefined ? (
          <Typography variant="pi" textColor="neutral600">
            {say('panel.none')}
          </Typography>
        ) : null
      ) : (
        <TextLink to={proposalsPath(courseId, about === undefined ? {} : { entry: about })}>
          {say('panel.open', { count, more: proposals.data?.next === null ? 'no' : 'yes' })}
        </TextLink>
      )}
      {isCourse ? <TextLink to={coursePath(courseId)}>{say('panel.course')}</TextLink> : null}
    </Flex>
  );
}

interface AsksProps extends Place {
  readonly title: string;
  readonly status: Status;
}

/** A command is called by what it does here: an outline of a module is its lessons. */
const wordOf = ({ command }: Ask, { kind }: Entry): Word =>
  command === 'outline' && kind === 'module' ? 'ask.outline.module' : `ask.${command}`;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

function Asks({ courseId, entry, title, status }: AsksProps) {
  const { say } = useWords();
  const [chosen, setChosen] = useState<Ask | null>(null);
  const unsaved = useForm('AiPanel', ({ modified }) => modified);
  const saved = useForm('AiPanel', ({ initialValues }) => initialValues) as Readonly<
    Record<string, unknown>
  >;
  const { write, rewrite } = asksFor(entry.kind, status.seesPictures);
  const buttons = (asks: readonly Ask[]) => (
    <Flex gap={2} wrap="wrap">
      {asks.map((ask) => (
        <Button key={ask.command} variant="tertiary" size="S" onClick={() => setChosen(ask)}>
          {say(wordOf(ask, entry))}
        </Button>
      ))}
    </Flex>
  );
  return (
    <>
      {write.length === 0 ? null : (
        <Group title={say('panel.write')}>
          {entry.kind === 'course' ? <WriteLessonsButton courseId={courseId} /> : null}
          {buttons(write)}
        </Group>
      )}
      <Group title={say('panel.rewrite')}>{buttons(rewrite)}</Group>
      {unsaved ? (
        <Typography role="status" variant="pi" textColor="neutral600">
          {say('panel.unsaved')}
        </Typography>
      ) : null}
      {chosen === null ? null : (
        <AskDialog
          courseId={courseId}
          entry={entry}
          title={title}
          ask={chosen}
          label={say(wordOf(chosen, entry))}
          unsaved={unsaved}
          isFilled={(field) => !isEmpty(saved[field])}
          onStarted={() => setChosen(null)}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

const Group = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: React.ReactNode;
}) => (
  <Flex tag="section" aria-label={title} direction="column" alignItems="stretch" gap={2}>
    <Typography variant="sigma" textColor="neutral600">
      {title}
    </Typography>
    {children}
  </Flex>
);
