import { Field } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The browser's own picker: it works by keyboard and touch, and must know which theme it is in. */
const Input = styled(Field.Input)`
  color-scheme: ${({ theme }) => (theme.colors.neutral0 === '#ffffff' ? 'light' : 'dark')};
`;

interface Props {
  readonly label: string;
  readonly type: 'date' | 'time';
  readonly value: string;
  readonly min?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

export function DateField({ label, type, value, min, disabled, onChange }: Props) {
  return (
    <Field.Root name={type}>
      <Field.Label>{label}</Field.Label>
      <Input
        type={type}
        value={value}
        min={min}
        disabled={disabled}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
      />
    </Field.Root>
  );
}
