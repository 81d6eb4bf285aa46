import { Checkbox, Field, Flex, Radio, Textarea, Typography } from '@strapi/design-system';
import { useId } from 'react';
import type { QuestionRecord } from '../../../server/wire';
import { useWords } from '../words';
import { isTyped, type KeyForm } from './new-key';

interface Props {
  readonly question: Pick<QuestionRecord, 'type' | 'options'>;
  readonly form: KeyForm;
  readonly disabled: boolean;
  readonly onChange: (form: KeyForm) => void;
}

/** What is right from now on: typed for a blank, otherwise chosen among the question's options. */
export function KeyFields(props: Props) {
  if (isTyped(props.question.type)) return <Typed {...props} />;
  return props.question.type === 'multiple_select' ? <Several {...props} /> : <One {...props} />;
}

function Typed({ form, disabled, onChange }: Props) {
  const { say } = useWords();
  return (
    <>
      <Field.Root name="typed" required>
        <Field.Label>{say('key.right')}</Field.Label>
        <Field.Input
          value={form.typed}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            onChange({ ...form, typed: event.target.value })
          }
        />
      </Field.Root>
      <Field.Root name="further" hint={say('key.further.hint')}>
        <Field.Label>{say('key.further')}</Field.Label>
        <Textarea
          value={form.further}
          disabled={disabled}
          onChange={(event) => onChange({ ...form, further: event.target.value })}
        />
        <Field.Hint />
      </Field.Root>
    </>
  );
}

function One({ question, form, disabled, onChange }: Props) {
  const { say } = useWords();
  const id = useId();
  const [right = '', ...also] = form.chosen;
  return (
    <>
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography id={id} variant="pi" fontWeight="bold">
          {say('key.right')}
        </Typography>
        <Radio.Group
          aria-labelledby={id}
          value={right}
          disabled={disabled}
          onValueChange={(chosen) =>
            onChange({ ...form, chosen: [chosen, ...also.filter((other) => other !== chosen)] })
          }
        >
          {question.options.map((option) => (
            <Radio.Item key={option} value={option}>
              {option}
            </Radio.Item>
          ))}
        </Radio.Group>
      </Flex>
      {right === '' || question.type === 'true_false' ? null : (
        <Choices
          label={say('key.also')}
          hint={say('key.also.hint')}
          options={question.options.filter((option) => option !== right)}
          chosen={also}
          disabled={disabled}
          onChange={(chosen) => onChange({ ...form, chosen: [right, ...chosen] })}
        />
      )}
    </>
  );
}

function Several({ question, form, disabled, onChange }: Props) {
  const { say } = useWords();
  return (
    <Choices
      label={say('key.right.all')}
      options={question.options}
      chosen={form.chosen}
      disabled={disabled}
      onChange={(chosen) => onChange({ ...form, chosen })}
    />
  );
}

interface ChoicesProps {
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly string[];
  readonly chosen: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (chosen: readonly string[]) => void;
}

function Choices({ label, hint, options, chosen, disabled, onChange }: ChoicesProps) {
  const id = useId();
  return (
    <Flex role="group" aria-labelledby={id} direction="column" alignItems="stretch" gap={2}>
      <Typography id={id} variant="pi" fontWeight="bold">
        {label}
      </Typography>
      {hint === undefined ? null : (
        <Typography variant="pi" textColor="neutral600">
          {hint}
        </Typography>
      )}
      {options.map((option) => (
        <Checkbox
          key={option}
          checked={chosen.includes(option)}
          disabled={disabled}
          onCheckedChange={(checked) =>
            onChange(
              checked === true ? [...chosen, option] : chosen.filter((other) => other !== option),
            )
          }
        >
          {option}
        </Checkbox>
      ))}
    </Flex>
  );
}
