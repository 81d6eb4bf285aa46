import { Box, Flex, TextButton, Typography, useNotifyAT } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { findWrongShape } from '../../check';
import type { Shape } from '../../shapes';
import { RowInputs } from './RowInputs';
import { emptyRow, moved, pasted, type Row, rowsFrom, valueFrom, written } from './rows';

/** What the content manager hands to the input of a custom field. */
export interface FieldProps {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly labelAction?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly error?: string;
  readonly value?: unknown;
  readonly onChange: (name: string, value: unknown) => void;
}

const sameAs = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/**
 * What the form is given. An unfinished list goes there as the sentence that says what is missing:
 * it is no JSON, so Strapi's form refuses to save and keeps all that was written, while a refusal
 * by the server would make it forget every change on the page.
 */
function formValue(shape: Shape, label: ReactNode, rows: readonly Row[]): unknown {
  const value = valueFrom(shape, rows);
  return findWrongShape(typeof label === 'string' ? label : 'This list', shape, value) ?? value;
}

/** A list as rows of inputs, with the value kept in the form as the list itself. */
export function RowsField({
  shape,
  name,
  value,
  onChange,
  ...field
}: FieldProps & { shape: Shape }) {
  const id = useId();
  const { notifyStatus } = useNotifyAT();
  const [rows, setRows] = useState(() => rowsFrom(shape, value));
  const [seen, setSeen] = useState(value);
  // The form changed by another hand, as by “Discard changes”: its value wins over our rows.
  if (value !== seen) {
    setSeen(value);
    if (!sameAs(formValue(shape, field.label, rows), value)) setRows(rowsFrom(shape, value));
  }

  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    if (focusNext.current === null) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  });
  const hasError = field.error !== undefined && field.error !== '';
  const inputId = (row: Row | undefined) => (row === undefined ? `${id}-add` : `${id}-${row.id}-0`);

  const change = (next: Row[]) => {
    setRows(next);
    onChange(name, formValue(shape, field.label, next));
  };
  const add = (at: number) => {
    const row = emptyRow(shape);
    focusNext.current = inputId(row);
    setRows(rows.toSpliced(at, 0, row));
  };
  const remove = (at: number) => {
    const next = rows.toSpliced(at, 1);
    focusNext.current = inputId(next[at] ?? next[at - 1]);
    change(next);
    notifyStatus(`Row ${at + 1} removed.`);
  };
  const move = (at: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    focusNext.current = document.activeElement?.id ?? null;
    change(moved(rows, at, to));
    notifyStatus(`Moved to place ${to + 1} of ${rows.length}.`);
  };
  const paste = (at: number, before: string, text: string, after: string): boolean => {
    const next = shape.plain ? pasted(rows, at, before, text, after) : null;
    if (next === null) return false;
    focusNext.current = inputId(next[at + next.length - rows.length]);
    change(next);
    return true;
  };

  return (
    <Flex
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
      direction="column"
      alignItems="stretch"
      gap={1}
    >
      <Flex gap={1}>
        <Typography id={`${id}-label`} variant="pi" fontWeight="bold" textColor="neutral800">
          {field.label}
          {field.required === true && (
            <Typography aria-hidden textColor="danger600" lineHeight="0px">
              *
            </Typography>
          )}
        </Typography>
        {field.labelAction}
      </Flex>
      {rows.length > 0 && (
        <Flex tag="ol" direction="column" alignItems="stretch" gap={2}>
          {rows.map((row, at) => (
            <RowInputs
              key={row.id}
              shape={shape}
              row={row}
              place={{ at, of: rows.length }}
              idPrefix={`${id}-${row.id}`}
              disabled={field.disabled === true}
              hasError={hasError}
              onWrite={(part, text) => change(written(rows, row.id, part, text))}
              onPaste={(before, text, after) => paste(at, before, text, after)}
              onAddBelow={() => add(at + 1)}
              onMove={(to) => move(at, to)}
              onRemove={() => remove(at)}
            />
          ))}
        </Flex>
      )}
      <Box paddingTop={1}>
        <TextButton
          id={`${id}-add`}
          startIcon={<Plus />}
          disabled={field.disabled}
          onClick={() => add(rows.length)}
        >
          {`Add a ${shape.row}`}
        </TextButton>
      </Box>
      <Typography id={`${id}-hint`} variant="pi" textColor="neutral600">
        {field.hint}
      </Typography>
      {hasError && (
        <Typography variant="pi" textColor="danger600" role="alert">
          {typeof value === 'string' ? value : field.error}
        </Typography>
      )}
    </Flex>
  );
}
