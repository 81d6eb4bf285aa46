import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { StartJob } from '../../../server/wire';
import { useAiStartJobMutation } from '../api';
import { proposalsPath } from '../paths';
import { SourcePicker } from '../sources/SourcePicker';
import { useWords } from '../words';
import { useMakeAiCourseMutation } from './api';
import { Columns } from './Columns';
import { keepChoices, levels, problemOf } from './choices';
import { DialogFrame, Part } from './DialogFrame';
import { EstimateLine } from './EstimateLine';
import { ChoiceField, isWithin, LineField, NumberField, TextField } from './fields';
import { LaterFields } from './LaterFields';
import { useEstimate } from './useEstimate';
import { useTyped } from './useTyped';
import { begunFrom, nothingYet, type Wanted } from './wanted';

const mostModules = 20;
const mostLessons = 15;

/**
 * A course from a few sentences: what it should teach, then, once its empty draft is there and can have
 * sources, what the outline would cost.
 */
export function GenerateDialog({ onClose }: { readonly onClose: () => void }) {
  const { value, put, forget } = useTyped('generate', begunFrom);
  const { wanted, courseId, sources } = value;
  const end = () => {
    forget();
    onClose();
  };
  return courseId === null ? (
    <WhatToTeach
      wanted={wanted}
      onChange={(changed) => put({ wanted: changed })}
      onMade={(made) => put({ courseId: made })}
      onClose={end}
    />
  ) : (
    <StartOutline
      courseId={courseId}
      wanted={wanted}
      sources={sources}
      onSources={(chosen) => put({ sources: chosen })}
      onClose={end}
    />
  );
}

interface FirstProps {
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
  readonly onMade: (courseId: string) => void;
  readonly onClose: () => void;
}

function WhatToTeach({ wanted, onChange, onMade, onClose }: FirstProps) {
  const { say } = useWords();
  const [make, { isLoading }] = useMakeAiCourseMutation();
  const { failure, attempt } = useAttempt();
  const [isAsked, setAsked] = useState(false);
  const put = (change: Partial<Wanted>) => onChange({ ...wanted, ...change });
  const { name, prompt, level, audience, modules, lessonsPerModule, choices } = wanted;
  const noName = name.trim() === '';
  const noPrompt = prompt.trim() === '';
  const isSound =
    isWithin(modules, 1, mostModules) &&
    isWithin(lessonsPerModule, 1, mostLessons) &&
    problemOf(choices) === null;

  async function go() {
    setAsked(true);
    if (noName || noPrompt) return;
    const made = await attempt(make({ name: name.trim(), ai_command: prompt.trim(), level }));
    if (made === null) return;
    const { documentId } = made.result;
    keepChoices(documentId, choices);
    onMade(documentId);
  }

  return (
    <DialogFrame
      title={say('generate.title')}
      about={say('generate.about')}
      confirm={say('generate.next')}
      disabled={!isSound}
      running={isLoading ? say('generate.making') : null}
      failure={failure}
      isChanged={JSON.stringify(wanted) !== JSON.stringify(nothingYet)}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Part title={say('generate.part.course')}>
        <LineField
          name="name"
          label={say('generate.name')}
          value={name}
          longest={255}
          required
          error={isAsked && noName ? say('generate.name.missing') : null}
          onChange={(value) => put({ name: value })}
        />
        <TextField
          name="prompt"
          label={say('generate.prompt')}
          hint={say('generate.prompt.hint')}
          value={prompt}
          longest={4000}
          required
          error={isAsked && noPrompt ? say('generate.prompt.missing') : null}
          onChange={(value) => put({ prompt: value })}
        />
        <Columns>
          <ChoiceField
            name="level"
            label={say('generate.level')}
            value={level}
            options={levels.map((value) => ({ value, label: say(`generate.level.${value}`) }))}
            onChange={(value) => put({ level: value })}
          />
          <LineField
            name="language"
            label={say('generate.language')}
            hint={say('generate.language.hint')}
            value={choices.language}
            longest={60}
            onChange={(language) => put({ choices: { ...choices, language } })}
          />
        </Columns>
        <LineField
          name="audience"
          label={say('generate.audience')}
          hint={say('generate.audience.hint')}
          value={audience}
          longest={500}
          onChange={(value) => put({ audience: value })}
        />
        <Columns>
          <NumberField
            name="modules"
            label={say('generate.modules')}
            hint={say('generate.modules.hint')}
            value={modules}
            least={1}
            most={mostModules}
            onChange={(value) => put({ modules: value })}
          />
          <NumberField
            name="lessons"
            label={say('generate.lessons')}
            hint={say('generate.lessons.hint')}
            value={lessonsPerModule}
            least={1}
            most={mostLessons}
            onChange={(value) => put({ lessonsPerModule: value })}
          />
        </Columns>
      </Part>
      <Part title={say('later.title')} about={say('later.about')}>
        <LaterFields choices={choices} onChange={(changed) => put({ choices: changed })} />
      </Part>
    </DialogFrame>
  );
}

interface SecondProps {
  readonly courseId: string;
  readonly wanted: Wanted;
  readonly sources: readonly number[];
  readonly onSources: (ids: readonly number[]) => void;
  readonly onClose: () => void;
}

function StartOutline({ courseId, wanted, sources, onSources, onClose }: SecondProps) {
  const { say } = useWords();
  const navigate = useNavigate();
  const [start, { isLoading }] = useAiStartJobMutation();
  const { failure, attempt } = useAttempt();
  const { name, prompt, level, audience, modules, lessonsPerModule, choices } = wanted;
  const asked: StartJob = {
    command: 'outline',
    target: { kind: 'course', documentId: courseId },
    params: {
      prompt: prompt.trim(),
      modules,
      lessonsPerModule,
      level,
      audience: audience.trim(),
      language: choices.language.trim(),
    },
    sources,
  };
  const estimated = useEstimate(courseId, asked);

  async function go() {
    const started = await attempt(start({ courseId, ...asked }));
    if (started === null) return;
    onClose();
    navigate(proposalsPath(courseId, { job: started.result.id }));
  }

  return (
    <DialogFrame
      title={say('generate.title')}
      about={say('generate.made', { name: name.trim() })}
      confirm={say('generate.start')}
      disabled={false}
      running={isLoading ? say('generate.starting') : null}
      failure={failure}
      // The draft and what it should teach are kept; this is not.
      isChanged={audience.trim() !== '' || sources.length > 0}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <Part title={say('generate.part.sources')} about={say('generate.sources.about')}>
        <SourcePicker courseId={courseId} chosen={sources} onChange={onSources} />
      </Part>
      <Part title={say('estimate.title')}>
        <EstimateLine estimated={estimated} />
      </Part>
    </DialogFrame>
  );
}
