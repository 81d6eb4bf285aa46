import { Button } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { StartJob } from '../../../server/wire';
import { useAiStartJobMutation, useAiStatusQuery } from '../api';
import { jobPath } from '../paths';
import { SourcePicker } from '../sources/SourcePicker';
import { useWords } from '../words';
import { type Choices, keepChoices, keptChoices, problemOf, restored } from './choices';
import { DialogFrame, Part } from './DialogFrame';
import { EstimateLine } from './EstimateLine';
import { LineField, TextField } from './fields';
import { LaterFields } from './LaterFields';
import { useDialog } from './useDialog';
import { useEstimate } from './useEstimate';
import { useTyped } from './useTyped';
import { idsFrom } from './wanted';

/** Has everything written that a course's outline still lacks. */
export function WriteLessonsButton({ courseId }: { readonly courseId: string }) {
  const { say } = useWords();
  const { isOpen, show, close } = useDialog(`lessons:${courseId}`);
  const { data: status } = useAiStatusQuery();
  if (status?.isConfigured !== true) return null;
  return (
    <>
      <Button onClick={show}>{say('lessons.button')}</Button>
      {isOpen ? <WriteLessons courseId={courseId} onClose={close} /> : null}
    </>
  );
}

interface Begun {
  readonly choices: Choices;
  /** Ids of sources. */
  readonly sources: readonly number[];
}

/** What was chosen here a moment ago, or else when the course was generated. */
function begunFrom(kept: unknown, courseId: string): Begun {
  if (typeof kept !== 'object' || kept === null)
    return { choices: keptChoices(courseId), sources: [] };
  const { choices, sources } = kept as Partial<Record<keyof Begun, unknown>>;
  return { choices: restored(choices), sources: idsFrom(sources) };
}

interface Props {
  readonly courseId: string;
  readonly onClose: () => void;
}

function WriteLessons({ courseId, onClose }: Props) {
  const { say } = useWords();
  const navigate = useNavigate();
  const { value, put, forget } = useTyped(`lessons:${courseId}`, (kept) =>
    begunFrom(kept, courseId),
  );
  const { choices, sources } = value;
  const setChoices = (chosen: Choices) => put({ choices: chosen });
  const [start, { isLoading }] = useAiStartJobMutation();
  const { failure, attempt } = useAttempt();
  const isSound = problemOf(choices) === null;
  const asked: StartJob = {
    command: 'course',
    target: { kind: 'course', documentId: courseId },
    params: {
      ...choices,
      // Where there are none their kinds do not matter, but a list must not be empty.
      types: choices.types.length === 0 ? undefined : choices.types,
      language: choices.language.trim(),
      wish: choices.wish.trim(),
    },
    sources,
  };
  const estimated = useEstimate(courseId, isSound ? asked : null);
  const isNothing = estimated.state === 'there' && estimated.estimate.steps === 0;
  const canStart = isSound && estimated.state !== 'failed' && !isNothing;

  const end = () => {
    forget();
    onClose();
  };

  async function go() {
    const started = await attempt(start({ courseId, ...asked }));
    if (started === null) return;
    keepChoices(courseId, choices);
    end();
    navigate(jobPath(courseId, started.result.id));
  }

  return (
    <DialogFrame
      title={say('lessons.title')}
      about={say('lessons.about')}
      confirm={say('lessons.start')}
      disabled={!canStart}
      running={isLoading ? say('generate.starting') : null}
      failure={failure}
      isChanged={JSON.stringify(value) !== JSON.stringify(begunFrom(null, courseId))}
      onConfirm={() => void go()}
      onClose={end}
    >
      <LaterFields choices={choices} onChange={setChoices} />
      <LineField
        name="language"
        label={say('lessons.language')}
        hint={say('lessons.language.hint')}
        value={choices.language}
        longest={60}
        onChange={(language) => setChoices({ ...choices, language })}
      />
      <TextField
        name="wish"
        label={say('lessons.wish')}
        value={choices.wish}
        longest={2000}
        onChange={(wish) => setChoices({ ...choices, wish })}
      />
      <Part title={say('generate.part.sources')} about={say('generate.sources.about')}>
        <SourcePicker
          courseId={courseId}
          chosen={sources}
          onChange={(ids) => put({ sources: ids })}
        />
      </Part>
      <Part title={say('estimate.title')}>
        <EstimateLine estimated={estimated} />
      </Part>
    </DialogFrame>
  );
}
