import { useStore } from '@nanostores/react';
import type { Answers } from '@ourshiksha/contract/test';
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type Asked, fieldName, unanswered } from '../lib/answers.ts';
import { messages } from '../messages/index.ts';
import { createAttempt } from '../stores/attempt.ts';
import { QuestionFields } from './QuestionFields.tsx';
import { TimeLeft } from './TimeLeft.tsx';

interface Props {
  readonly action: string;
  readonly attempt: number;
  readonly questions: readonly Asked[];
  readonly given: Answers;
  /** Seconds left when the server answered; null without a limit. */
  readonly secondsLeft: number | null;
}

const text = messages.test;

/**
 * One form with every question. Without JavaScript it is read and sent as it stands; with it, CSS
 * shows one question at a time, answers survive a reload until the result is there, and sending is
 * confirmed first.
 */
export default function TestPlayer({ action, attempt, questions, given, secondsLeft }: Props) {
  const store = useMemo(() => {
    const shelf = typeof sessionStorage === 'undefined' ? null : sessionStorage;
    return createAttempt({ attempt: { id: attempt }, questions }, shelf, given);
  }, [attempt, questions, given]);
  const position = useStore(store.position);
  const answers = useStore(store.answers);
  const [ready, setReady] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const sending = useRef(false);

  useEffect(() => {
    store.restore();
    setReady(true);
  }, [store]);

  useEffect(() => {
    // “Back” from a page that says the answers did not arrive may show this very page again.
    const shownAgain = () => {
      sending.current = false;
    };
    addEventListener('pageshow', shownAgain);
    return () => removeEventListener('pageshow', shownAgain);
  }, []);

  const missing = unanswered(questions, answers);
  const answered = questions.length - missing;
  const atEnd = position === questions.length - 1;

  function goTo(wanted: number) {
    store.goTo(wanted);
    const field = form.current?.querySelector<HTMLElement>(
      `[data-question="${store.position.get()}"]`,
    );
    field?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }

  function send() {
    if (sending.current) return;
    sending.current = true;
    dialog.current?.close();
    form.current?.submit();
  }

  function confirmFirst(event: SubmitEvent) {
    event.preventDefault();
    dialog.current?.showModal();
  }

  // The key keeps "Next" from turning into this button under the very click that leads here, which
  // the browser would then take for a submit.
  const submit = (
    <button key="submit" type="submit" className={`button${atEnd ? '' : ' plain'}`}>
      {ready && answered > 0 ? text.submit(answered) : text.submitNone}
    </button>
  );

  return (
    <form ref={form} method="post" action={action} className="player" onSubmit={confirmFirst}>
      {/* What a browser with JavaScript sends was confirmed in the dialog. */}
      <input type="hidden" name="confirmed" value={ready ? 'yes' : ''} />
      <input type="hidden" name="attempt" value={attempt} />
      <div className="player-head">
        <p className="player-count">{text.question(position + 1, questions.length)}</p>
        {secondsLeft !== null && <TimeLeft seconds={secondsLeft} onEnd={send} />}
      </div>
      {questions.map((question, index) => (
        <QuestionFields
          key={question.id}
          question={question}
          index={index}
          total={questions.length}
          current={index === position}
          value={answers[String(question.id)] ?? ''}
          onAnswer={(value) => store.answer(question.id, value)}
          name={fieldName(question.id)}
        />
      ))}
      <div className="player-foot">
        <button
          type="button"
          className="button plain"
          onClick={() => goTo(position - 1)}
          disabled={position === 0}
        >
          {text.previous}
        </button>
        {atEnd ? (
          submit
        ) : (
          <button key="next" type="button" className="button" onClick={() => goTo(position + 1)}>
            {text.next}
          </button>
        )}
      </div>
      <nav className="player-map" aria-label={text.questions}>
        <ol>
          {questions.map((question, index) => {
            const has = Boolean(answers[String(question.id)]?.trim());
            return (
              <li key={question.id}>
                <button
                  type="button"
                  className={has ? 'answered' : ''}
                  aria-label={text.goTo(index + 1, has)}
                  aria-current={index === position ? 'step' : undefined}
                  onClick={() => goTo(index)}
                >
                  {index + 1}
                </button>
              </li>
            );
          })}
        </ol>
        <p className="hint">{text.kept}</p>
      </nav>
      {!atEnd && <div className="player-early">{submit}</div>}
      <dialog ref={dialog} aria-labelledby="confirm-title">
        <h2 id="confirm-title">{text.confirmTitle}</h2>
        <p>{missing === 0 ? text.confirmAll(questions.length) : text.confirmSome(missing)}</p>
        <p className="quiet">{missing === 0 ? text.submitHint : text.confirmMore}</p>
        <div className="player-ways">
          <button type="button" className="button" onClick={send}>
            {text.confirmYes}
          </button>
          <button type="button" className="button plain" onClick={() => dialog.current?.close()}>
            {text.confirmNo}
          </button>
        </div>
      </dialog>
    </form>
  );
}
