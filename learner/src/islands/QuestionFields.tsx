import type { Asked } from '../lib/answers.ts';
import { messages } from '../messages/index.ts';

interface Props {
  readonly question: Asked;
  readonly index: number;
  readonly total: number;
  readonly current: boolean;
  readonly name: string;
  readonly value: string;
  readonly onAnswer: (value: string) => void;
}

const text = messages.test;

export function QuestionFields({ question, index, total, current, name, value, onAnswer }: Props) {
  const options = question.type === 'fill_blank' ? [] : question.options;
  const inputId = `${name}-text`;
  return (
    <fieldset
      className="question"
      data-question={index}
      data-current={current || undefined}
      tabIndex={-1}
    >
      <legend>
        <span className="hidden-text">{text.question(index + 1, total)}: </span>
        <span className="question-number" aria-hidden="true">
          {text.question(index + 1, total)}
        </span>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: src/lib/markdown.ts made it inert. */}
        <span className="prose" dangerouslySetInnerHTML={{ __html: question.html }} />
      </legend>
      {question.type === 'fill_blank' ? (
        <div className="field">
          <label htmlFor={inputId}>{text.yourAnswer}</label>
          <input
            className="input"
            id={inputId}
            name={name}
            value={value}
            onChange={(event) => onAnswer(event.target.value)}
            maxLength={2000}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </div>
      ) : (
        options.map((option) => (
          <label className="option" key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onAnswer(option)}
            />
            <span>{option}</span>
          </label>
        ))
      )}
    </fieldset>
  );
}
