import type { Answers } from '@ourshiksha/contract/test';
import { type Asked, isAnswered } from '../lib/answers.ts';
import { messages } from '../messages/index.ts';

interface Props {
  readonly questions: readonly Asked[];
  readonly answers: Answers;
  readonly marked: readonly string[];
  readonly position: number;
  readonly onGoTo: (position: number) => void;
}

const text = messages.test;

/** All questions at a glance: where one is, what is answered, what is marked for later. */
export function QuestionMap({ questions, answers, marked, position, onGoTo }: Props) {
  return (
    <nav className="player-map" aria-label={text.questions}>
      <ol>
        {questions.map(({ id }, index) => {
          const has = isAnswered(answers[String(id)]);
          const later = marked.includes(String(id));
          return (
            <li key={id}>
              <button
                type="button"
                className={[has && 'answered', later && 'marked'].filter(Boolean).join(' ')}
                aria-label={text.goTo(index + 1, has, later)}
                aria-current={index === position ? 'step' : undefined}
                onClick={() => onGoTo(index)}
              >
                {index + 1}
              </button>
            </li>
          );
        })}
      </ol>
      <p className="map-key" aria-hidden="true">
        <span className="key answered">{text.mapAnswered}</span>
        <span className="key">{text.mapOpen}</span>
        <span className="key marked">{text.mapMarked}</span>
      </p>
      <p className="hint keys">{text.keys}</p>
    </nav>
  );
}
