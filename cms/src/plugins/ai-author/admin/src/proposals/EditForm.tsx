import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useRef } from 'react';
import type { Block, Fields } from '../../../server/wire';
import { FieldInput } from '../fields/FieldInput';
import { inOrder } from '../fields/forms';
import { useWords } from '../words';
import { type Edit, type Edited, editedOf, isUnfinished, withChild, withoutChild } from './edit';
import { nameOf } from './shown';

interface Props {
  readonly kind: Block['kind'];
  readonly edit: Edit;
  readonly disabled: boolean;
  /** False where it was open before one looked at something else. */
  readonly takesFocus: boolean;
  readonly onChange: (edit: Edit) => void;
  readonly onSave: (edited: Edited) => void;
  readonly onCancel: () => void;
}

/** A proposal's fields in inputs of their own; the draft changes only when this is accepted. */
export function EditForm(props: Props) {
  const { kind, edit, disabled, takesFocus, onChange, onSave, onCancel } = props;
  const { say } = useWords();
  const { fields, children } = edit;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus)
      box.current?.querySelector<HTMLElement>('input, textarea, [role=combobox]')?.focus();
  }, [takesFocus]);
  return (
    <Flex ref={box} direction="column" alignItems="stretch" gap={4}>
      <Inputs
        kind={kind}
        fields={fields}
        disabled={disabled}
        onChange={(changed) => onChange({ ...edit, fields: changed })}
      />
      {children.map((child) => (
        <Box
          key={child.place}
          role="group"
          aria-label={say('card.child', {
            kind: say(`kind.${child.kind}`),
            place: child.place,
            name: nameOf(child),
          })}
          padding={4}
          hasRadius
          borderColor="neutral200"
        >
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Flex justifyContent="space-between" gap={2} wrap="wrap">
              <Typography tag="h4" variant="omega" fontWeight="semiBold">
                {say(`kind.${child.kind}`)} {child.place}
              </Typography>
              <Button
                variant="tertiary"
                size="S"
                disabled={disabled}
                aria-label={say('edit.remove.of', {
                  kind: say(`kind.${child.kind}`),
                  place: child.place,
                })}
                onClick={() => onChange(withoutChild(edit, child.place))}
              >
                {say('edit.remove')}
              </Button>
            </Flex>
            <Inputs
              kind={child.kind}
              fields={child.fields}
              disabled={disabled}
              onChange={(changed) => onChange(withChild(edit, child.place, changed))}
            />
          </Flex>
        </Box>
      ))}
      <Flex gap={2} wrap="wrap">
        <Button
          loading={disabled}
          disabled={isUnfinished(kind, edit)}
          onClick={() => onSave(editedOf(edit))}
        >
          {say('edit.save')}
        </Button>
        <Button variant="tertiary" disabled={disabled} onClick={onCancel}>
          {say('edit.cancel')}
        </Button>
      </Flex>
    </Flex>
  );
}

interface InputsProps {
  readonly kind: Block['kind'];
  readonly fields: Fields;
  readonly disabled: boolean;
  readonly onChange: (fields: Fields) => void;
}

const Inputs = ({ kind, fields, disabled, onChange }: InputsProps) =>
  inOrder(kind, Object.keys(fields)).map((name) => (
    <FieldInput
      key={name}
      kind={kind}
      field={name}
      value={fields[name]}
      disabled={disabled}
      onChange={(value) => onChange({ ...fields, [name]: value })}
    />
  ));
