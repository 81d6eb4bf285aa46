import { Flex, Radio, Typography } from '@strapi/design-system';
import { useId } from 'react';

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly about: string;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly disabled: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of a few ways, each with a sentence that says what it means. */
export function Choice<Value extends string>(props: Props<Value>) {
  const { label, value, options, disabled, onChange } = props;
  const id = useId();
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography id={id} variant="pi" fontWeight="bold">
        {label}
      </Typography>
      <Radio.Group
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(chosen) => {
          const option = options.find((each) => each.value === chosen);
          if (option !== undefined) onChange(option.value);
        }}
      >
        {options.map((option) => (
          <Radio.Item key={option.value} value={option.value}>
            <Typography tag="span" variant="omega" fontWeight="semiBold">
              {option.label}
            </Typography>
            <br />
            <Typography tag="span" variant="pi" textColor="neutral600">
              {option.about}
            </Typography>
          </Radio.Item>
        ))}
      </Radio.Group>
    </Flex>
  );
}
