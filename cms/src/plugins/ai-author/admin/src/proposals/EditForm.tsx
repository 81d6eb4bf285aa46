import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import type { Block, Fields } from '../../../server/wire';
import { FieldInput } from '../fields/FieldInput';
import { formOf, inOrder } from '../fields/forms';
import { useWords } from '../words';
import { nameOf } from './shown';

/** What an editor made of a proposal. */
export interface Edited {
  readonly fields: Fields;
  readonly children: Block['children'];
}

interface Props {
  readonly block: Block;
  readonly disabled: boolean;
  readonly onSave: (edited: Edited) => void;
  readonly onCancel: () => void;
}

/** A list that is not finished is held as the sentence that says what is missing. */
const isUnfinished = ({ kind, fields }: Pick<Block, 'kind' | 'fields'>): boolean =>
  Object.entries(fields).some(([name, value]) => {
    const form = formOf(kind, name);
    return typeof form === 'object' && 'list' in form && typeof value === 'string' && value !== '';
  });

/** A proposal's fields in inputs of their own; the draft changes only when this is accepted. */
export function EditForm({ block, disabled, onSave, onCancel }: Props) {
  const { say } = useWords();
  const [fields, setFields] = useState(block.fields);
  const [children, setChildren] = useState(() =>
    block.children.map((child, index) => ({ ...child, place: index + 1 })),
  );
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, textarea, [role=combobox]')?.focus();
  }, []);
  const unfinished = isUnfinished({ kind: block.kind, fields }) || children.some(isUnfinished);
  return (
    <Flex ref={box} direction="column" alignItems="stretch" gap={4}>
      <Inputs kind={block.kind} fields={fields} disabled={disabled} onChange={setFields} />
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
                onClick={() => setChildren(children.filter(({ place }) => place !== child.place))}
              >
                {say('edit.remove')}
              </Button>
            </Flex>
            <Inputs
              kind={child.kind}
              fields={child.fields}
              disabled={disabled}
              onChange={(changed) =>
                setChildren(
                  children.map((each) =>
                    each.place === child.place ? { ...each, fields: changed } : each,
                  ),
                )
              }
            />
          </Flex>
        </Box>
      ))}
      <Flex gap={2} wrap="wrap">
        <Button
          loading={disabled}
          disabled={unfinished}
          onClick={() =>
            onSave({ fields, children: children.map(({ kind, fields }) => ({ kind, fields })) })
          }
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
