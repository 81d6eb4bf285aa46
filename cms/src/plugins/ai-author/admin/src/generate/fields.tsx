import {
  Field,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Textarea,
} from '@strapi/design-system';
import { useWords } from '../words';

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it; null where nothing is. */
  readonly error?: string | null;
  readonly required?: boolean;
}

function Frame({ children, ...field }: Common & { readonly children: React.ReactNode }) {
  const { name, label, hint, error, required } = field;
  return (
    <Field.Root name={name} hint={hint} error={error ?? undefined} required={required}>
      <Field.Label>{label}</Field.Label>
      {children}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
}

interface TextProps extends Common {
  readonly value: string;
  readonly longest: number;
  readonly onChange: (value: string) => void;
}

export const LineField = ({ value, longest, onChange, ...field }: TextProps) => (
  <Frame {...field}>
    <Field.Input
      value={value}
      maxLength={longest}
      onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
    />
  </Frame>
);

export const TextField = ({ value, longest, onChange, ...field }: TextProps) => (
  <Frame {...field}>
    <Textarea
      value={value}
      maxLength={longest}
      onChange={(event) => onChange(event.target.value)}
    />
  </Frame>
);

interface NumberProps extends Common {
  /** Null while the field is empty. */
  readonly value: number | null;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number | null) => void;
}

export const isWithin = (value: number | null, least: number, most: number): value is number =>
  value !== null && Number.isInteger(value) && value >= least && value <= most;

export function NumberField({ value, least, most, onChange, ...field }: NumberProps) {
  const { say } = useWords();
  const error = isWithin(value, least, most) ? null : say('generate.number.out', { least, most });
  return (
    <Frame {...field} error={error}>
      <NumberInput
        {...(value === null ? {} : { value })}
        step={1}
        onValueChange={(typed) => onChange(typed ?? null)}
      />
    </Frame>
  );
}

interface ChoiceProps<Value extends string> extends Common {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function ChoiceField<Value extends string>(props: ChoiceProps<Value>) {
  const { value, options, onChange, ...field } = props;
  return (
    <Frame {...field}>
      <SingleSelect
        value={value}
        onChange={(chosen) => {
          const option = options.find((each) => each.value === chosen);
          if (option !== undefined) onChange(option.value);
        }}
      >
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Frame>
  );
}
