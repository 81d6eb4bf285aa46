import {
  Checkbox,
  Field,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  Typography,
} from '@strapi/design-system';
import { styled } from 'styled-components';
import { RowsField } from '../../../../draft-fields/admin/src/RowsField';
import { shapes } from '../../../../draft-fields/shapes';
import { fieldName } from '../../../../publisher/admin/src/names';
import type { KindName } from '../../../server/wire';
import { useWords } from '../words';
import { formOf } from './forms';

const CodeArea = styled(Textarea)`
  textarea {
    font-family: ui-monospace, monospace;
  }
`;

interface Props {
  readonly kind: KindName;
  readonly field: string;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly onChange: (value: unknown) => void;
}

const heights = { text: '10rem', markdown: '24rem', code: '20rem' } as const;

/** The input that a field of a draft has, for a value that is not in a draft yet. */
export function FieldInput({ kind, field, value, disabled, onChange }: Props) {
  const { say } = useWords();
  const form = formOf(kind, field);
  const label = fieldName(field);
  if (form === undefined)
    return (
      <Typography variant="pi" textColor="neutral600">
        {label}: {say('edit.unknown')}
      </Typography>
    );
  if (typeof form === 'object' && 'list' in form)
    return (
      <RowsField
        shape={shapes[form.list]}
        name={field}
        label={label}
        value={value}
        disabled={disabled}
        {...(typeof value === 'string' ? { error: value } : {})}
        onChange={(_name, rows) => onChange(rows)}
      />
    );
  if (form === 'flag')
    return (
      <Checkbox
        checked={value === true}
        disabled={disabled}
        onCheckedChange={(checked) => onChange(checked === true)}
      >
        {label}
      </Checkbox>
    );
  const text = value === null || value === undefined ? '' : String(value);
  return (
    <Field.Root name={field}>
      <Field.Label>{label}</Field.Label>
      {typeof form === 'object' ? (
        <SingleSelect
          value={text}
          disabled={disabled}
          onChange={(chosen) => onChange(String(chosen))}
        >
          {form.choices.map((choice) => (
            <SingleSelectOption key={choice} value={choice}>
              {fieldName(choice)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      ) : form === 'line' || form === 'number' ? (
        <Field.Input
          type={form === 'number' ? 'number' : 'text'}
          value={text}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            onChange(
              form === 'line'
                ? event.target.value
                : event.target.value === ''
                  ? null
                  : Number(event.target.value),
            )
          }
        />
      ) : (
        <Area
          isCode={form === 'code'}
          value={text}
          disabled={disabled}
          minHeight={heights[form]}
          onChange={onChange}
        />
      )}
    </Field.Root>
  );
}

interface AreaProps {
  readonly isCode: boolean;
  readonly value: string;
  readonly disabled: boolean;
  readonly minHeight: string;
  readonly onChange: (text: string) => void;
}

function Area({ isCode, onChange, ...rest }: AreaProps) {
  const Input = isCode ? CodeArea : Textarea;
  return (
    <Input
      {...rest}
      resizable
      spellCheck={!isCode}
      onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => onChange(event.target.value)}
    />
  );
}
