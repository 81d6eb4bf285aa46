import { useStore } from '@nanostores/react';
import type { LabChecks, LabRun, LabState, PracticeLab } from '@ourshiksha/contract/practice-lab';
import {
  type ReactNode,
  type SubmitEvent,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { messages } from '../messages/index.ts';
import { createLab } from '../stores/lab.ts';
import { createRunner, type Runner, type Trial } from './lab/bench.ts';
import { CodeField } from './lab/CodeField.tsx';
import { deedsAt, Problem } from './lab/deeds.ts';
import { Verdict } from './lab/Findings.tsx';
import { TrialView } from './lab/TrialView.tsx';

interface Props {
  readonly lab: PracticeLab;
  readonly checks: LabChecks;
  readonly state: LabState;
  /** What stands in the editor at first. */
  readonly code: string;
  readonly run: LabRun | null;
  readonly solution: string | null;
  readonly problem: string | null;
  /** The lab's own address; null in a preview, where nothing is stored. */
  readonly page: string | null;
  /** The instructions, drawn by the server. */
  readonly children?: ReactNode;
}

type Part = 'instructions' | 'code' | 'result';
const PARTS: readonly Part[] = ['instructions', 'code', 'result'];
const text = messages.lab;

/**
 * A lab: what to do, the code, and what came of it. Without scripts it is one form; with them code
 * is tried in the browser and saved as one types, and narrow screens show one part at a time.
 */
export default function LabBench(props: Props) {
  const { lab, checks, page, children } = props;
  const store = useMemo(() => {
    const deeds = page ? deedsAt(page) : null;
    return createLab({
      key: `lab-${lab.course_id}-${lab.id}`,
      code: props.code,
      savedAt: props.state.code_saved_at,
      shelf: page && typeof localStorage !== 'undefined' ? localStorage : null,
      save: async (code, isLast) => (deeds ? deeds.save(code, isLast) : ''),
    });
  }, [lab, page, props.code, props.state.code_saved_at]);
  const code = useStore(store.code);
  const saving = useStore(store.saving);
  const leftover = useStore(store.leftover);
  const undo = useStore(store.undo);
  const [state, setState] = useState(props.state);
  const [run, setRun] = useState(props.run);
  const [solution, setSolution] = useState(props.solution);
  const [problem, setProblem] = useState(props.problem);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [tries, setTries] = useState(0);
  const [doing, setDoing] = useState<string | null>(null);
  const [part, setPart] = useState<Part>(props.run || props.problem ? 'result' : 'instructions');
  const [isAlive, setAlive] = useState(false);
  const runner = useRef<Runner>(null);
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    store.restore();
    setAlive(true);
    runner.current = createRunner(lab, setTrial);
    const hide = () => {
      if (document.visibilityState === 'hidden') void store.flush(true);
    };
    const online = () => void store.flush();
    document.addEventListener('visibilitychange', hide);
    addEventListener('online', online);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('online', online);
      runner.current?.close();
    };
  }, [store, lab]);

  const isRunning = trial !== null && trial.phase !== 'ended' && trial.phase !== 'failed';
  const isPage = lab.runtime === 'html' || lab.runtime === 'css';
  const failedLine =
    trial?.phase === 'ended' && trial.error !== null && undo === null ? trial.error.line : null;

  const tryCode = useEffectEvent(() => {
    if (!lab.runtime) return;
    setPart('result');
    setTries((count) => count + 1);
    void runner.current?.run(store.code.get());
  });

  async function does(deed: string | undefined) {
    if (!page || doing) return;
    const deeds = deedsAt(page);
    setDoing(deed ?? 'save');
    setProblem(null);
    try {
      if (deed === 'check') {
        const sent = store.code.get();
        setPart('result');
        const found = await deeds.check(sent);
        store.arrived(sent, found.state.code_saved_at);
        setRun(found.run);
        setTrial(null);
        await settle(found.state);
      } else if (deed === 'hint') {
        const found = await deeds.hint(state.hints.length + 1);
        setState(found.state);
      } else if (deed === 'done') {
        await settle((await deeds.done()).state);
      } else await store.flush();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.message);
    } finally {
      setDoing(null);
    }
  }

  async function settle(now: LabState) {
    setState(now);
    if (now.status !== 'completed' || solution !== null || !page) return;
    const { solution_code } = await deedsAt(page).solution();
    setSolution(solution_code.trim() ? solution_code : null);
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as globalThis.SubmitEvent;
    void does(submitter?.getAttribute('value') ?? undefined);
  }

  function startOver() {
    dialog.current?.close();
    store.replace(lab.starter_code);
    setTrial(null);
  }

  const content = (
    <>
      <div className="lab-tabs">
        {PARTS.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={part === name}
            onClick={() => setPart(name)}
          >
            {name === 'instructions' ? text.instructions : text[name]}
          </button>
        ))}
      </div>
      <section className="lab-part" data-name="instructions">
        <h2>{text.instructions}</h2>
        {children}
        {lab.expected_output?.trim() && (
          <>
            <h3>{text.expected}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it. */}
            <pre className="lab-console" tabIndex={0}>
              {lab.expected_output}
            </pre>
          </>
        )}
      </section>
      <section className="lab-part" data-name="code">
        <h2>{text.code}</h2>
        {leftover !== null && (
          <div className="note">
            <p>{text.leftover}</p>
            <div className="lab-ways">
              <button type="button" className="button plain" onClick={() => store.takeLeftover()}>
                {text.takeLeftover}
              </button>
              <button type="button" className="button plain" onClick={() => store.dropLeftover()}>
                {text.dropLeftover}
              </button>
            </div>
          </div>
        )}
        <CodeField
          label={text.codeLabel(lab.title)}
          code={code}
          runtime={lab.runtime}
          failedLine={failedLine}
          onChange={store.type}
          onRun={tryCode}
        />
        <div className="lab-ways">
          {lab.runtime && (
            <button type="button" className="button plain lab-scripted" onClick={tryCode}>
              {isPage ? text.show : text.run}
            </button>
          )}
          {isRunning && (
            <button
              type="button"
              className="button plain lab-scripted"
              onClick={() => runner.current?.stop()}
            >
              {text.stop}
            </button>
          )}
          {page && checks.verifiable && (
            <button type="submit" name="do" value="check" className="button">
              {doing === 'check' ? text.checking : text.check}
            </button>
          )}
          {page && (
            <button type="submit" name="do" value="save" className="button plain lab-unscripted">
              {text.save}
            </button>
          )}
          <button
            type="button"
            className="textbutton lab-scripted"
            onClick={() => dialog.current?.showModal()}
          >
            {text.reset}
          </button>
          {page && isAlive && (
            <p className="lab-saving quiet small" role="status">
              {text.saving[saving]}
            </p>
          )}
        </div>
        {undo !== null && (
          <p className="note lab-ways" role="status">
            {text.resetDone}
            <button type="button" className="button plain" onClick={() => store.undoReplace()}>
              {text.undo}
            </button>
          </p>
        )}
        {checks.verifiable && (
          <p className="hint">
            {text.checkHint}{' '}
            {checks.hidden_test_count > 0 && text.checkHidden(checks.hidden_test_count)}{' '}
            {lab.validation_type === 'visual' && text.visual}
          </p>
        )}
        {lab.runtime === null && <p className="hint">{text.noRuntime}</p>}
        <dialog ref={dialog} aria-labelledby="reset-title">
          <h2 id="reset-title">{text.resetTitle}</h2>
          <p>{text.resetText}</p>
          <div className="lab-ways">
            <button type="button" className="button" onClick={startOver}>
              {text.resetYes}
            </button>
            <button type="button" className="button plain" onClick={() => dialog.current?.close()}>
              {text.resetNo}
            </button>
          </div>
        </dialog>
      </section>
      <section
        className="lab-part"
        data-name="result"
        data-empty={!(run || trial || problem) || undefined}
      >
        <h2>{text.result}</h2>
        <div aria-live="polite">
          {problem !== null && <p className="note wrong">{problem}</p>}
          {doing === 'check' && <p>{text.checking}</p>}
          {trial && (
            <TrialView
              trial={trial}
              expected={lab.expected_output}
              language={lab.runtime ? text.languages[lab.runtime] : lab.language}
              number={tries}
            />
          )}
          {trial?.phase === 'ended' && checks.verifiable && page && (
            <p className="quiet small">{text.inBrowserText}</p>
          )}
          {!trial && run && <Verdict run={run} expected={lab.expected_output} />}
          {!(run || trial || problem || doing) && <p className="quiet">{text.nothingYet}</p>}
        </div>
      </section>
      <Help lab={lab} state={state} checks={checks} solution={solution} isStored={page !== null} />
    </>
  );
  const kind = isPage ? 'page' : 'program';
  const shared = { className: 'lab-bench', 'data-part': part, 'data-kind': kind };
  return page ? (
    <form method="post" action={page} onSubmit={submit} {...shared}>
      {content}
    </form>
  ) : (
    <div {...shared}>{content}</div>
  );
}

interface HelpProps {
  readonly lab: PracticeLab;
  readonly state: LabState;
  readonly checks: LabChecks;
  readonly solution: string | null;
  /** False in a preview. */
  readonly isStored: boolean;
}

/** Hints one by one, the word of honour where nothing else is to be had, and the solution at the end. */
function Help({ lab, state, checks, solution, isStored }: HelpProps) {
  const seen = state.hints.length;
  const isDone = state.status === 'completed';
  return (
    <>
      {lab.hint_count > 0 && (
        <section className="lab-help">
          <h2>{text.hints}</h2>
          <p className="quiet small">{text.hintCount(seen, lab.hint_count)}</p>
          <ol>
            {state.hints.map((hint, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a hint is its place in the list.
              <li key={index}>{hint}</li>
            ))}
          </ol>
          {isStored && seen < lab.hint_count && (
            <>
              <input type="hidden" name="number" value={seen + 1} />
              <button type="submit" name="do" value="hint" className="button plain">
                {text.nextHint(seen + 1)}
              </button>
            </>
          )}
        </section>
      )}
      {isDone && (
        <p className="note right" role="status">
          {state.verified_at ? text.verified : text.declared}
        </p>
      )}
      {!isDone && !checks.verifiable && isStored && (
        <section className="lab-help">
          <p>{text.wordOfHonour}</p>
          <button type="submit" name="do" value="done" className="button plain">
            {text.declare}
          </button>
        </section>
      )}
      {solution !== null && (
        <section className="lab-help">
          <h2>{text.solution}</h2>
          <p className="quiet small">{text.solutionText}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it. */}
          <pre className="lab-console" tabIndex={0}>
            {solution}
          </pre>
        </section>
      )}
    </>
  );
}
