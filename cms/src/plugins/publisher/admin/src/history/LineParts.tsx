import { Badge, type BadgeProps, Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import type { ReactNode } from 'react';
import type { HistoryLine } from '../../../server/wire';
import { coursePath } from '../names';
import { TextLink } from '../parts/TextLink';
import { useWords, type Word } from '../words';
import { actionWord, changesOf, countsOf } from './lines';

export function useActionName(): (action: string) => string {
  const { say } = useWords();
  return (action) => {
    const word = actionWord(action);
    return word === null ? action : say(word);
  };
}

const tones: Readonly<Record<HistoryLine['outcome'], NonNullable<BadgeProps['variant']>>> = {
  done: 'success',
  refused: 'neutral',
  failed: 'danger',
};

export function OutcomeBadge({ outcome }: { readonly outcome: HistoryLine['outcome'] }) {
  const { say } = useWords();
  return (
    <Badge variant={tones[outcome]} textColor="neutral800">
      {say(`outcome.${outcome}`)}
    </Badge>
  );
}

export function CourseName({ line }: { readonly line: HistoryLine }) {
  const { say } = useWords();
  if (line.documentId === '')
    return (
      <Typography textColor="neutral600">{line.courseName || say('history.deleted')}</Typography>
    );
  return (
    <TextLink to={coursePath(line.documentId)} style={{ overflowWrap: 'anywhere' }}>
      {line.courseName.trim() || say('page.course.untitled')}
    </TextLink>
  );
}

interface DetailsButtonProps {
  readonly line: HistoryLine;
  readonly open: boolean;
  readonly controls: string;
  readonly onToggle: () => void;
}

export function DetailsButton({ line, open, controls, onToggle }: DetailsButtonProps) {
  const { say, when } = useWords();
  const actionName = useActionName();
  const label = say('history.details.of', {
    action: actionName(line.action),
    course: line.courseName,
    when: when(line.at),
  });
  return (
    <IconButton
      label={label}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
    >
      {open ? <CaretUp aria-hidden /> : <CaretDown aria-hidden />}
    </IconButton>
  );
}

/** So many problems say enough; all of them are in the panel beside the draft. */
const mostProblems = 20;

export function LineDetails({ line }: { readonly line: HistoryLine }) {
  const { say, duration } = useWords();
  const { message, problems, durationMs, documentId } = line;
  const counts = countsOf(line);
  const changes = changesOf(line);
  const notes = useNotes(line);
  return (
    <Flex direction="column" alignItems="stretch" gap={3} paddingTop={1} paddingBottom={2}>
      <Part title={say('history.message')}>
        <Typography style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {message === '' ? say('history.message.none') : message}
        </Typography>
      </Part>
      {notes.map((note) => (
        <Typography key={note}>{note}</Typography>
      ))}
      {problems === null || problems.length === 0 ? null : (
        <Part title={say('history.problems')}>
          <Box tag="ul" paddingLeft={5} style={{ listStyle: 'disc' }}>
            {problems.slice(0, mostProblems).map((problem, index) => (
              // Two problems may read the same, and the list never changes.
              <Typography key={index} tag="li" style={{ overflowWrap: 'anywhere' }}>
                {problem.message}
              </Typography>
            ))}
            {problems.length > mostProblems ? (
              <Typography tag="li">
                {say('history.problems.more', { count: problems.length - mostProblems })}
              </Typography>
            ) : null}
          </Box>
        </Part>
      )}
      {counts.length === 0 ? null : (
        <Part title={say('history.counts')}>
          <Typography>
            {counts.map(({ word, count }) => `${say(word)}: ${count}`).join(', ')}
          </Typography>
        </Part>
      )}
      <Part title={say('history.duration')}>
        <Typography>{duration(durationMs)}</Typography>
      </Part>
      {changes === null || documentId === '' ? null : (
        <TextLink to={coursePath(documentId, 'changes', changes)}>
          {say('history.changes')}
        </TextLink>
      )}
    </Flex>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box>
      <Typography tag="p" variant="sigma" textColor="neutral600">
        {title}
      </Typography>
      {children}
    </Box>
  );
}

/** What only some actions have, in words; what these pages have no words for is left out. */
function useNotes({ details }: HistoryLine): string[] {
  const { say } = useWords();
  const number = (name: string, word: Word) => {
    const value = details[name];
    if (typeof value !== 'number') return [];
    return [say(word, { value, count: value })];
  };
  return [
    ...number('from_version', 'history.detail.from_version'),
    ...number('moved', 'history.detail.moved'),
    ...number('approval', 'history.detail.approval'),
    ...(details.scheduled === undefined ? [] : [say('history.detail.scheduled')]),
    ...(details.access === 'close' ? [say('history.detail.close')] : []),
  ];
}
