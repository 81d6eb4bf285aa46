import { useRef } from 'react';
import { formatMegabytes } from '../../lib/format.ts';
import { messages } from '../../messages/index.ts';
import type { Ended, Trial } from './bench.ts';
import { Printed, Tests } from './Findings.tsx';

const text = messages.lab;

/** A student's page in a frame of its own, without origin and network; it gets its text by message. */
function PageShown({ page }: { page: string }) {
  const isTold = useRef(false);
  return (
    <div>
      <h4>{text.preview}</h4>
      <iframe
        className="lab-page"
        title={text.previewTitle}
        src="/sandbox/show"
        sandbox="allow-scripts"
        onLoad={({ currentTarget }) => {
          // A page that leads itself elsewhere loads again; it is told only once.
          if (isTold.current) return;
          isTold.current = true;
          currentTarget.contentWindow?.postMessage({ page }, '*');
        }}
      />
    </div>
  );
}

function outcomeOf({ status, error, limit }: Ended): string {
  if (status === 'late') return text.late(limit / 1000);
  if (status === 'stopped') return text.stopped;
  return error ? text.error(error.line) : text.ran;
}

interface Props {
  readonly trial: Trial;
  readonly expected: string | null;
  readonly language: string;
  /** Tells one try from the next, so that each has a frame of its own. */
  readonly number: number;
}

/** How a try in the browser goes. */
export function TrialView({ trial, expected, language, number }: Props) {
  const { phase } = trial;
  if (phase === 'failed') return <p className="note wrong">{text.runtimeFailed}</p>;
  if (phase === 'loading') {
    const [come, of] = [trial.come, trial.of].map(formatMegabytes);
    return (
      <div>
        <p>{text.loading(language, come ?? '', of ?? '')}</p>
        <progress value={trial.come} max={trial.of} aria-label={text.starting(language)} />
      </div>
    );
  }
  if (phase === 'starting') return <p>{text.starting(language)}</p>;
  const isPage = phase === 'ended' && trial.page !== null;
  return (
    <section className="lab-findings" aria-labelledby="lab-trial">
      <h3 id="lab-trial">{text.inBrowser}</h3>
      {phase === 'running' && <p>{text.running}</p>}
      {phase === 'ended' && !isPage && <p>{outcomeOf(trial)}</p>}
      {phase === 'ended' && trial.error && (
        <pre className="lab-console wrong">{trial.error.message}</pre>
      )}
      {phase === 'ended' && trial.page !== null && <PageShown key={number} page={trial.page} />}
      {!isPage && (
        <Printed
          output={trial.output}
          expected={expected}
          passed={phase === 'ended' ? trial.outputPassed : null}
        />
      )}
      {phase === 'ended' && <Tests tests={trial.tests} />}
    </section>
  );
}
