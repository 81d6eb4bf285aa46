import { memo } from 'react';
import { type Answer, type Asked, clean, fieldName, LONGEST } from '../lib/answers.ts';
import { messages } from '../messages/index.ts';

interface Props {
  readonly question: Asked;
  readonly index: number;
  readonly total: number;
  readonly current: boolean;
  readonly answer: Answer | undefined;
  readonly onAnswer: (question: number, answer: Answer) => void;
}

const text = messages.test;

/** One question as plain fields of a form; drawn again only when something of its own changes. */
export const QuestionFields = memo(function QuestionFields(props: Props) {
  const { question, index, total, current } = props;
  const several = question.type === 'multiple_select';
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
        {several && <span className="hint">{text.severalAnswers}</span>}
      </legend>
      {question.type === 'fill_blank' ? (
        <Blank {...props} />
      ) : several ? (
        <Several {...props} />
      ) : (
        <One {...props} />
      )}
    </fieldset>
  );
});

function Blank({ question, answer, onAnswer }: Props) {
  const name = fieldName(question);
  return (
    <div className="field">
      <label htmlFor={`${name}-text`}>{text.yourAnswer}</label>
      <input
        className="input"
        id={`${name}-text`}
        name={name}
        value={typeof answer === 'string' ? answer : ''}
        onChange={(event) => onAnswer(question.id, clean(event.target.value))}
        maxLength={LONGEST}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </div>
  );
}

const OptionText = ({ html }: { readonly html: string }) => (
  // biome-ignore lint/security/noDangerouslySetInnerHtml: src/lib/markdown.ts made it inert.
  <span dangerouslySetInnerHTML={{ __html: html }} />
);

function One({ question, answer, onAnswer }: Props) {
  return question.options.map((option, n) => (
    <label className="option" key={option}>
      <input
        type="radio"
        name={fieldName(question)}
        value={option}
        checked={answer === option}
        onChange={() => onAnswer(question.id, option)}
      />
      <OptionText html={question.optionHtml[n] ?? ''} />
    </label>
  ));
}

function Several({ question, answer, onAnswer }: Props) {
  const name = fieldName(question);
  const chosen = new Set(Array.isArray(answer) ? answer : []);
  const choose = (option: string, wanted: boolean) =>
    onAnswer(
      question.id,
      question.options.filter((one) => (one === option ? wanted : chosen.has(one))),
    );
  return (
    <>
      {/* Says that the question was shown, also where nothing is chosen. */}
      <input type="hidden" name={name} value="" />
      {question.options.map((option, n) => (
        <label className="option" key={option}>
          <input
            type="checkbox"
            name={name}
            value={option}
            checked={chosen.has(option)}
            onChange={(event) => choose(option, event.target.checked)}
          />
          <OptionText html={question.optionHtml[n] ?? ''} />
        </label>
      ))}
    </>
  );
}
