import { useStore } from '@nanostores/react';
import type { Answers } from '@ourshiksha/contract/test';
import {
  type KeyboardEvent,
  type SubmitEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { type Answer, type Asked, questionOf, unanswered } from '../lib/answers.ts';
import { messages } from '../messages/index.ts';
import { createPlayer } from '../stores/player.ts';
import type { SaveState } from '../stores/saving.ts';
import { ConfirmSubmit } from './ConfirmSubmit.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { QuestionMap } from './QuestionMap.tsx';
import { TimeLeft } from './TimeLeft.tsx';

interface Props {
  /** Where the form is sent, and where answers are saved. */
  readonly action: string;
  readonly address: string;
  readonly attempt: number;
  readonly questions: readonly Asked[];
  readonly saved: { readonly answers: Answers; readonly sequence: number };
  /** Instants of the server's clock; the deadline is null without a time limit. */
  readonly time: { readonly deadline: string | null; readonly server_time: string };
}

/** `failed`: the answers could not be handed in. `late`: the time is up and they are on their way. */
type Phase = 'answering' | 'sending' | 'failed' | 'late';

const text = messages.test;

const saveWords: Readonly<Record<SaveState, string>> = {
  ...text.save,
  'signed-out': text.save.signedOut,
};

/** What is said aloud: only that saving fails, and that it works again. */
function spoken(before: SaveState, now: SaveState): string | null {
  const isTrouble = (state: SaveState) => state === 'waiting' || state === 'signed-out';
  if (isTrouble(now)) return before === now ? null : saveWords[now];
  return isTrouble(before) ? text.save.again : null;
}

/**
 * One form with every question. Without JavaScript it is read, saved and sent as it stands. With it,
 * CSS shows one question at a time, answers are saved as one goes, and sending is confirmed first.
 */
export default function TestPlayer(props: Props) {
  const { action, address, attempt, questions, saved, time } = props;
  const player = useMemo(
    () => createPlayer({ address, attempt, questions, saved, time }),
    [address, attempt, questions, saved, time],
  );
  const { store, saver, clock } = player;
  const position = useStore(store.position);
  const answers = useStore(store.answers);
  const marked = useStore(store.marked);
  const saveState = useStore(saver.state);
  const [phase, setPhase] = useState<Phase>('answering');
  const [told, setTold] = useState('');
  const [ready, setReady] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);

  const leaving = useRef(false);

  /** Sends the form, once: a second page on its way would end the first. */
  const leave = useCallback(() => {
    if (leaving.current) return;
    leaving.current = true;
    form.current?.submit();
  }, []);
  const tell = useEffectEvent((before: SaveState, now: SaveState) => {
    const words = spoken(before, now);
    if (words !== null) setTold(words);
    // Handed in elsewhere, or the time is up: its result is there, or made by asking for it.
    if (now === 'over') leave();
  });

  useEffect(() => {
    const stop = player.follow();
    let before: SaveState = 'idle';
    const silence = player.saver.state.listen((now) => {
      if (now === 'saving') return;
      tell(before, now);
      before = now;
    });
    setReady(true);
    return () => {
      silence();
      stop();
    };
  }, [player]);

  useEffect(() => {
    // What the server has is not sent again: another tab or device may have gone on since.
    const onlyPending = ({ formData }: FormDataEvent) => {
      for (const name of new Set(formData.keys())) {
        const question = questionOf(name);
        if (question !== null && !store.isPending(question)) formData.delete(name);
      }
    };
    // “Back” may show this very page again, as it was left.
    const shownAgain = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      leaving.current = false;
      setPhase('answering');
      void saver.sync();
    };
    const fields = form.current;
    fields?.addEventListener('formdata', onlyPending);
    addEventListener('pageshow', shownAgain);
    return () => {
      fields?.removeEventListener('formdata', onlyPending);
      removeEventListener('pageshow', shownAgain);
    };
  }, [store, saver]);

  const answer = useCallback(
    (question: number, given: Answer) => {
      store.answer(question, given);
      saver.changed();
    },
    [store, saver],
  );

  const missing = unanswered(questions, answers);
  const answered = questions.length - missing;
  const atEnd = position === questions.length - 1;
  const here = questions[position];
  const isOver = phase === 'sending' || phase === 'late';

  const fieldsHere = () =>
    form.current?.querySelector<HTMLElement>(`[data-question="${store.position.get()}"]`);

  function goTo(wanted: number) {
    // What is not drawn yet takes no focus.
    flushSync(() => store.goTo(wanted));
    fieldsHere()?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }

  async function send() {
    dialog.current?.close();
    setPhase('sending');
    // Saving first keeps this page where there is no line; a form sent then would lose it.
    const reached = await saver.sync();
    if (reached === 'waiting') setPhase('failed');
    else leave();
  }

  async function sendLate() {
    dialog.current?.close();
    setPhase('late');
    setTold(text.timeUp);
    await saver.insist();
    leave();
  }

  function confirmFirst(event: SubmitEvent) {
    event.preventDefault();
    if (!isOver) dialog.current?.showModal();
  }

  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.closest('.question')) return;
    if (target.matches('.input')) {
      if (event.key !== 'Enter' || atEnd) return;
      event.preventDefault();
      goTo(position + 1);
    } else if (/^[1-9]$/.test(event.key)) {
      const option = fieldsHere()?.querySelectorAll('input:not([type="hidden"])')[
        Number(event.key) - 1
      ];
      if (option instanceof HTMLInputElement) {
        option.focus();
        option.click();
      }
    }
  }

  // The key keeps "Next" from turning into this button under the very click that leads here, which
  // the browser would then take for a submit.
  const submit = (
    <button key="submit" type="submit" className={`button${atEnd ? '' : ' plain'}`}>
      {ready && answered > 0 ? text.submit(answered) : text.submitNone}
    </button>
  );

  return (
    <form
      ref={form}
      method="post"
      action={action}
      className="player"
      onSubmit={confirmFirst}
      onKeyDown={onKey}
    >
      {/* What a browser with JavaScript sends was confirmed in the dialog. */}
      <input type="hidden" name="confirmed" value={ready ? 'yes' : ''} />
      <input type="hidden" name="attempt" value={attempt} />
      <div className="player-head">
        <p className="player-count">{text.question(position + 1, questions.length)}</p>
        {time.deadline !== null && (
          <TimeLeft
            left={clock.left}
            begin={(Date.parse(time.deadline) - Date.parse(time.server_time)) / 1000}
            onEnd={sendLate}
            onSoon={setTold}
          />
        )}
        <p className="save-state" data-state={saveState}>
          {saveWords[saveState]}
        </p>
        <p className="hidden-text" role="status">
          {told}
        </p>
      </div>
      {phase === 'failed' && saveState === 'waiting' && (
        <p className="note wrong" role="alert">
          {text.sendFailed}
        </p>
      )}
      {isOver && (
        <p className="note">
          {phase === 'sending'
            ? text.sending
            : saveState === 'waiting'
              ? text.timeUpWaiting
              : text.timeUp}
        </p>
      )}
      <div className="player-questions" inert={isOver}>
        {questions.map((question, index) => (
          <QuestionFields
            key={question.id}
            question={question}
            index={index}
            total={questions.length}
            current={index === position}
            answer={answers[String(question.id)]}
            onAnswer={answer}
          />
        ))}
        {here && (
          <label className="player-mark">
            <input
              type="checkbox"
              checked={marked.includes(String(here.id))}
              onChange={(event) => store.mark(here.id, event.target.checked)}
            />
            {text.mark}
          </label>
        )}
        <div className="player-foot">
          <button
            type="button"
            className="button plain"
            onClick={() => goTo(position - 1)}
            disabled={position === 0}
          >
            {text.previous}
          </button>
          {/* Only where nothing saves by itself; first, so that Enter in a field saves there. */}
          <button type="submit" className="button plain player-save" name="then" value="save">
            {text.saveNow}
          </button>
          {atEnd ? (
            submit
          ) : (
            <button key="next" type="button" className="button" onClick={() => goTo(position + 1)}>
              {text.next}
            </button>
          )}
        </div>
        <QuestionMap
          questions={questions}
          answers={answers}
          marked={marked}
          position={position}
          onGoTo={goTo}
        />
        {!atEnd && <div className="player-early">{submit}</div>}
      </div>
      <ConfirmSubmit
        dialog={dialog}
        total={questions.length}
        missing={missing}
        marked={marked.length}
        onYes={send}
      />
    </form>
  );
}
