import {
  Field,
  Flex,
  IconButton,
  Textarea,
  TextInput,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { ArrowDown, ArrowUp, Trash } from '@strapi/icons';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import type { Part, Shape } from '../../shapes';
import type { Row } from './rows';

interface Props {
  readonly shape: Shape;
  readonly row: Row;
  readonly place: { readonly at: number; readonly of: number };
  readonly idPrefix: string;
  readonly disabled: boolean;
  readonly hasError: boolean;
  readonly onWrite: (part: number, text: string) => void;
  /** True where the paste was taken over. */
  readonly onPaste: (before: string, text: string, after: string) => boolean;
  readonly onAddBelow: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One entry of a list: its inputs, and the buttons that move and remove it. */
export function RowInputs(props: Props) {
  const { shape, row, place, idPrefix, disabled, onMove } = props;
  const number = place.at + 1;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onMove(place.at + (event.key === 'ArrowUp' ? -1 : 1));
    }
    // In a form Enter would save the whole entry; who writes a list means the next row.
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      if (!event.nativeEvent.isComposing) props.onAddBelow();
    }
  };

  const input = (part: Part, index: number) => {
    const common = {
      id: `${idPrefix}-${index}`,
      value: row.texts[index] ?? '',
      placeholder: part.placeholder,
      disabled,
      hasError: props.hasError && part.optional !== true && (row.texts[index] ?? '').trim() === '',
    };
    return part.long === true ? (
      <Textarea
        {...common}
        minHeight="6.4rem"
        onChange={(event) => props.onWrite(index, event.target.value)}
      />
    ) : (
      <TextInput
        {...common}
        inputMode={part.address === true ? 'url' : 'text'}
        onChange={(event) => props.onWrite(index, event.target.value)}
        onPaste={(event: ClipboardEvent<HTMLInputElement>) => {
          const { value, selectionStart, selectionEnd } = event.currentTarget;
          const taken = props.onPaste(
            value.slice(0, selectionStart ?? value.length),
            event.clipboardData.getData('text/plain'),
            value.slice(selectionEnd ?? value.length),
          );
          if (taken) event.preventDefault();
        }}
      />
    );
  };

  const isStacked = shape.parts.some(({ long }) => long);
  const frame = shape.plain
    ? {}
    : {
        padding: 3,
        background: 'neutral100' as const,
        hasRadius: true,
        borderColor: 'neutral200' as const,
      };
  return (
    <Flex
      tag="li"
      gap={2}
      alignItems={shape.plain ? 'center' : 'flex-start'}
      onKeyDown={onKeyDown}
      {...frame}
    >
      <Typography variant="pi" textColor="neutral600" aria-hidden style={{ minWidth: '1.6rem' }}>
        {number}
      </Typography>
      <Flex
        grow={1}
        gap={2}
        wrap="wrap"
        direction={isStacked ? 'column' : 'row'}
        alignItems="stretch"
      >
        {shape.parts.map((part, index) => (
          <Field.Root
            key={part.key}
            id={`${idPrefix}-${index}`}
            style={isStacked ? {} : { flex: '1 1 18rem' }}
          >
            {shape.plain ? (
              <VisuallyHidden>
                <Field.Label>{`Row ${number}`}</Field.Label>
              </VisuallyHidden>
            ) : (
              <Field.Label>{part.label}</Field.Label>
            )}
            {input(part, index)}
          </Field.Root>
        ))}
      </Flex>
      <Flex gap={1}>
        <IconButton
          id={`${idPrefix}-up`}
          label={`Move row ${number} up`}
          variant="ghost"
          disabled={disabled || place.at === 0}
          onClick={() => onMove(place.at - 1)}
        >
          <ArrowUp />
        </IconButton>
        <IconButton
          id={`${idPrefix}-down`}
          label={`Move row ${number} down`}
          variant="ghost"
          disabled={disabled || place.at === place.of - 1}
          onClick={() => onMove(place.at + 1)}
        >
          <ArrowDown />
        </IconButton>
        <IconButton
          id={`${idPrefix}-remove`}
          label={`Remove row ${number}`}
          variant="ghost"
          disabled={disabled}
          onClick={props.onRemove}
        >
          <Trash />
        </IconButton>
      </Flex>
    </Flex>
  );
}
