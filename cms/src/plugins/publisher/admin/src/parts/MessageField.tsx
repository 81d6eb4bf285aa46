import { Field, Textarea } from '@strapi/design-system';
import { useWords } from '../words';

/** As long as the server takes it. */
const longest = 500;

interface Props {
  readonly value: string;
  readonly hint?: string;
  readonly disabled: boolean;
  readonly onChange: (message: string) => void;
}

/** A word about what is done, for the history. */
export function MessageField({ value, hint, disabled, onChange }: Props) {
  const { say } = useWords();
  return (
    <Field.Root name="message" hint={hint ?? say('message.hint')}>
      <Field.Label>{say('message.label')}</Field.Label>
      <Textarea
        value={value}
        maxLength={longest}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      />
      <Field.Hint />
    </Field.Root>
  );
}
