import { Checkbox, Flex, Typography } from '@strapi/design-system';
import { useId } from 'react';
import { fieldName } from '../../../../publisher/admin/src/names';
import { ChoiceField, LineField, NumberField, TextField } from '../generate/fields';
import { en } from '../translations/en';
import { useWords, type Word } from '../words';
import type { Ask, Param, Values } from './asks';

interface Props {
  readonly ask: Ask;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}

const isWord = (text: string): text is Word => text in en;

/** The fields of a command's dialog. */
export function ParamFields({ ask, values, onChange }: Props) {
  return ask.params.map((param) => (
    <ParamField
      key={param.name}
      command={ask.command}
      param={param}
      value={values[param.name]}
      onChange={(value) => onChange({ ...values, [param.name]: value })}
    />
  ));
}

interface FieldProps {
  readonly command: Ask['command'];
  readonly param: Param;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function ParamField({ command, param, value, onChange }: FieldProps) {
  const { say } = useWords();
  const { name } = param;
  const optionName = (option: string): string => {
    const word = `option.${option}`;
    return isWord(word) ? say(word) : fieldName(option);
  };
  const labelWord = `param.${name}`;
  const label =
    name === 'language' && command === 'translate'
      ? say('param.language.into')
      : isWord(labelWord)
        ? say(labelWord)
        : fieldName(name);
  const hintWord = `param.${name}.hint`;
  const isRequired = 'required' in param && param.required === true;
  const hint = isWord(hintWord) && !isRequired ? { hint: say(hintWord) } : {};
  switch (param.form) {
    case 'number':
      return (
        <NumberField
          name={name}
          label={label}
          value={typeof value === 'number' ? value : null}
          least={param.least}
          most={param.most}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <ChoiceField
          name={name}
          label={label}
          value={String(value)}
          options={param.options.map((option) => ({ value: option, label: optionName(option) }))}
          onChange={onChange}
        />
      );
    case 'several':
      return (
        <Several
          label={label}
          options={param.options.map((option) => ({ value: option, label: optionName(option) }))}
          chosen={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      );
    default: {
      const Input = param.form === 'line' ? LineField : TextField;
      return (
        <Input
          name={name}
          label={label}
          {...hint}
          required={isRequired}
          value={String(value ?? '')}
          longest={param.longest}
          onChange={onChange}
        />
      );
    }
  }
}

interface SeveralProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** In the order in which they are listed, whatever was chosen first. */
function Several({ label, options, chosen, onChange }: SeveralProps) {
  const { say } = useWords();
  const id = useId();
  return (
    <Flex role="group" aria-labelledby={id} direction="column" alignItems="flex-start" gap={2}>
      <Typography id={id} variant="pi" fontWeight="bold">
        {label}
      </Typography>
      <Flex gap={4} wrap="wrap">
        {options.map(({ value, label }) => (
          <Checkbox
            key={value}
            checked={chosen.includes(value)}
            onCheckedChange={(checked) =>
              onChange(
                options
                  .map((option) => option.value)
                  .filter((each) => (each === value ? checked === true : chosen.includes(each))),
              )
            }
          >
            {label}
          </Checkbox>
        ))}
      </Flex>
      {chosen.length > 0 ? null : (
        <Typography role="alert" variant="pi" textColor="danger600">
          {say('param.fields.hint')}
        </Typography>
      )}
    </Flex>
  );
}
