import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { fieldName } from '../../../../publisher/admin/src/names';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { kindNamed } from '../../../../publisher/server/tree';
import { ToneBadge } from '../../../../records/admin/src/parts/Badges';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { ChoiceFilter, Filters } from '../../../../records/admin/src/parts/Filters';
import { KeysetList } from '../../../../records/admin/src/parts/KeysetList';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Section } from '../../../../records/admin/src/parts/Section';
import { useKeysetSearch } from '../../../../records/admin/src/parts/useKeysetSearch';
import type { ProvenancePage, Written } from '../../../server/wire';
import { useAiReviewMutation, useAiWrittenQuery } from '../api';
import { CourseFrame } from '../Frame';
import { Wrapped } from '../parts/Wrapped';
import { useWords } from '../words';
import { SharePanel } from './SharePanel';

const names = ['unreviewed'];

/** What a machine wrote in one course: how much, what exactly, and who stands behind it. */
export function WrittenPage() {
  const { documentId: courseId = '' } = useParams();
  const { say } = useWords();
  const search = useKeysetSearch(names);
  const asked = useAiWrittenQuery(
    {
      courseId,
      unreviewed: search.value('unreviewed') === '' ? undefined : true,
      before: Number(search.before) || undefined,
    },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <CourseFrame courseId={courseId} title={say('share.title')} about={say('share.about')}>
      <Reading asked={asked}>
        {(page) => (
          <Flex direction="column" alignItems="stretch" gap={7}>
            <SharePanel courseId={courseId} share={page.share} />
            <Section title={say('share.list')}>
              <WrittenList courseId={courseId} page={page} isFetching={asked.isFetching} />
            </Section>
          </Flex>
        )}
      </Reading>
    </CourseFrame>
  );
}

interface ListProps {
  readonly courseId: string;
  readonly page: ProvenancePage;
  readonly isFetching: boolean;
}

function WrittenList({ courseId, page: { rows, next }, isFetching }: ListProps) {
  const { say, when } = useWords();
  const search = useKeysetSearch(names);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const open = rows.filter(({ reviewedAt }) => reviewedAt === null).map(({ id }) => id);
  // What is no longer shown or was reviewed meanwhile is not chosen any more.
  const picked = chosen.filter((id) => open.includes(id));
  const all = open.length > 0 && picked.length === open.length;
  const pick = (id: number, on: boolean) =>
    setChosen(on ? [...picked, id] : picked.filter((other) => other !== id));
  const none = search.isNarrowed ? 'share.list.all-reviewed' : 'share.list.none';
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Filters>
        <ChoiceFilter
          label={say('share.filter')}
          name="unreviewed"
          search={search}
          unset={say('share.filter.all')}
          options={[{ value: 'yes', label: say('share.filter.unreviewed') }]}
        />
      </Filters>
      {open.length === 0 ? null : (
        <Flex gap={4} justifyContent="space-between" wrap="wrap">
          <Checkbox
            checked={all ? true : picked.length > 0 ? 'indeterminate' : false}
            onCheckedChange={() => setChosen(all ? [] : open)}
          >
            {say('share.choose.all', { count: open.length })}
          </Checkbox>
          <ReviewButton courseId={courseId} ids={picked} />
        </Flex>
      )}
      <KeysetList
        label={say('share.list')}
        rows={rows}
        next={next}
        isFetching={isFetching}
        keyOf={({ id }) => id}
        search={search}
        onClear={search.clear}
        words={{
          count:
            rows.length === 0
              ? say(none)
              : say('share.count', { count: rows.length, more: next === null ? 'no' : 'yes' }),
          clear: say('share.filter.all'),
          newest: say('share.newest'),
          older: say('share.older'),
        }}
        columns={[
          {
            head: say('share.entry'),
            cell: (row) => <Chosen row={row} isChosen={picked.includes(row.id)} onChange={pick} />,
          },
          { head: say('share.field'), cell: ({ field }) => fieldName(field) },
          { head: say('share.state'), cell: (row) => <State row={row} /> },
          { head: say('share.origin'), cell: (row) => <Origin row={row} /> },
          {
            head: say('share.accepted'),
            cell: ({ acceptedBy, acceptedAt }) =>
              say('share.accepted.by', { by: acceptedBy, when: when(acceptedAt) }),
          },
        ]}
      />
    </Flex>
  );
}

interface ChosenProps {
  readonly row: Written;
  readonly isChosen: boolean;
  readonly onChange: (id: number, on: boolean) => void;
}

/** The entry, with a box before it where it can still be reviewed. */
function Chosen({ row, isChosen, onChange }: ChosenProps) {
  const { say } = useWords();
  const { id, entry, field, reviewedAt } = row;
  const title = row.title.trim() === '' ? say('share.entry.untitled') : row.title;
  const link = (
    <Wrapped>
      <TextLink
        to={`/content-manager/collection-types/${kindNamed(entry.kind).uid}/${entry.documentId}`}
      >
        {title}
      </TextLink>
    </Wrapped>
  );
  if (reviewedAt !== null) return link;
  return (
    <Flex gap={3}>
      <Checkbox
        aria-label={say('share.choose', { title, field: fieldName(field) })}
        checked={isChosen}
        onCheckedChange={(on) => onChange(id, on === true)}
      />
      {link}
    </Flex>
  );
}

function State({ row }: { readonly row: Written }) {
  const { say, when } = useWords();
  const { reviewedBy, reviewedAt, isEdited } = row;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        <ToneBadge
          tone={reviewedAt === null ? 'warning' : 'success'}
          text={say(reviewedAt === null ? 'share.state.unreviewed' : 'share.state.reviewed')}
        />
        {isEdited ? <ToneBadge text={say('share.state.edited')} /> : null}
      </Flex>
      {reviewedAt === null || reviewedBy === null ? null : (
        <Typography variant="pi" textColor="neutral600">
          {say('share.state.reviewed.by', { by: reviewedBy, when: when(reviewedAt) })}
        </Typography>
      )}
    </Flex>
  );
}

function Origin({ row: { model, prompt, citations } }: { readonly row: Written }) {
  const { say } = useWords();
  return (
    <Flex direction="column" alignItems="flex-start">
      <Typography style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
        {say('share.origin.of', { model, prompt: prompt.name, version: prompt.version })}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        {say('share.origin.sources', { count: citations.length })}
      </Typography>
    </Flex>
  );
}

interface ReviewProps {
  readonly courseId: string;
  readonly ids: readonly number[];
}

function ReviewButton({ courseId, ids }: ReviewProps) {
  const { say } = useWords();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = useState(false);
  const [review, { isLoading }] = useAiReviewMutation();
  const { failure, forget, attempt } = useAttempt();
  const count = ids.length;
  const close = () => {
    setOpen(false);
    forget();
  };
  async function carryOut() {
    if ((await attempt(review({ courseId, ids }))) === null) return;
    close();
    toggleNotification({ type: 'success', message: say('share.review.done', { count }) });
  }
  return (
    <>
      <Button variant="secondary" disabled={count === 0} onClick={() => setOpen(true)}>
        {say('share.review', { count })}
      </Button>
      <ConfirmDialog
        open={open}
        title={say('share.review.title', { count })}
        about={say('share.review.about')}
        confirm={say('share.review', { count })}
        running={isLoading ? say('share.review.running') : null}
        failure={failure}
        onConfirm={() => void carryOut()}
        onClose={close}
      />
    </>
  );
}
