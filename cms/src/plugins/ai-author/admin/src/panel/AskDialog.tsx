import { Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import type { Entry, Job, StartJob } from '../../../server/wire';
import { useAiStartJobMutation } from '../api';
import { DialogFrame, Part } from '../generate/DialogFrame';
import { EstimateLine } from '../generate/EstimateLine';
import { useEstimate } from '../generate/useEstimate';
import { CalmNotice } from '../parts/CalmNotice';
import { SourcePicker } from '../sources/SourcePicker';
import { useWords } from '../words';
import { type Ask, areSound, firstValues, sentParams } from './asks';
import { ParamFields } from './ParamFields';

interface Props {
  readonly courseId: string;
  readonly entry: Entry;
  readonly title: string;
  readonly ask: Ask;
  readonly label: string;
  readonly unsaved: boolean;
  readonly isFilled: (field: string) => boolean;
  readonly onStarted: (job: Job) => void;
  readonly onClose: () => void;
}

/** What a command is to do, on which sources, and at what cost, before it starts. */
export function AskDialog(props: Props) {
  const { courseId, entry, title, ask, label, unsaved, isFilled, onStarted, onClose } = props;
  const { say } = useWords();
  const [first] = useState(() => firstValues(ask, isFilled));
  const [values, setValues] = useState(first);
  const [sources, setSources] = useState<readonly number[]>([]);
  const [start, { isLoading }] = useAiStartJobMutation();
  const { failure, attempt } = useAttempt();
  const isSound = areSound(ask, values);
  const asked: StartJob = {
    command: ask.command,
    target: entry,
    params: sentParams(ask, values),
    sources,
  };
  const estimated = useEstimate(courseId, isSound ? asked : null);
  const hasSteps = estimated.state !== 'there' || estimated.estimate.steps > 0;

  async function go() {
    const started = await attempt(start({ courseId, ...asked }));
    if (started !== null) onStarted(started.result);
  }

  return (
    <DialogFrame
      title={say('ask.for', { ask: label, title: title === '' ? say('ask.untitled') : title })}
      about={say(`ask.${ask.command}.about`)}
      confirm={say('ask.start')}
      disabled={!isSound || !hasSteps}
      running={isLoading ? say('ask.starting') : null}
      failure={failure}
      isChanged={sources.length > 0 || JSON.stringify(values) !== JSON.stringify(first)}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      {unsaved ? <CalmNotice tone="warning">{say('panel.unsaved')}</CalmNotice> : null}
      <ParamFields ask={ask} values={values} onChange={setValues} />
      <Part title={say('ask.sources')} about={say('ask.sources.about')}>
        <SourcePicker courseId={courseId} chosen={sources} onChange={setSources} />
      </Part>
      {isSound ? (
        <Part title={say('estimate.title')}>
          <EstimateLine estimated={estimated} />
        </Part>
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {say('ask.incomplete')}
        </Typography>
      )}
    </DialogFrame>
  );
}
