import { Box, Flex } from '@strapi/design-system';
import { fieldName } from '../../../../publisher/admin/src/names';
import { Facts } from '../../../../records/admin/src/parts/Section';
import type { Block, Fields, Proposal } from '../../../server/wire';
import { FieldView, type View } from '../fields/FieldView';
import { fieldText } from '../fields/field-text';
import { formOf, inOrder, isShort } from '../fields/forms';
import { answerFields, QuestionAnswers } from '../fields/QuestionAnswers';
import { Folded } from '../parts/Folded';
import { useWords } from '../words';
import { nameOf } from './shown';

interface Props {
  readonly block: Block;
  /** What the same fields hold now; null for a new entry. */
  readonly present: Proposal['present'];
  readonly uncovered: readonly string[];
  readonly view: View;
}

/** A proposed piece of content: its fields beside what they hold now, and the entries below it. */
export function BlockView({ block, present, uncovered, view }: Props) {
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <FieldsView {...block} present={present} uncovered={uncovered} view={view} />
      <Children block={block} uncovered={uncovered} view={view} />
    </Flex>
  );
}

interface FieldsProps {
  readonly kind: Block['kind'];
  readonly fields: Fields;
  readonly present: Fields | null;
  readonly uncovered: readonly string[];
  readonly view: View;
}

const isName = (field: string): boolean => field === 'title' || field === 'name';

function FieldsView({ kind, fields, present, uncovered, view }: FieldsProps) {
  const names = inOrder(kind, Object.keys(fields));
  const isNew = present === null;
  // A new entry is called by its name in its heading, and its short facts stand in one line.
  const facts = isNew ? names.filter((name) => isShort(kind, name) && !isName(name)) : [];
  const isTogether = (name: string) => isNew && kind === 'question' && answerFields.has(name);
  const firstTogether = names.find(isTogether);
  const wasEmpty = (name: string) => fieldText(formOf(kind, name), present?.[name]) === '';
  const texts = names.filter((name) =>
    isNew
      ? !facts.includes(name) && !isName(name)
      : // A question comes with every field of its key; of those with nothing in them nothing is said.
        names.length === 1 || !wasEmpty(name) || fieldText(formOf(kind, name), fields[name]) !== '',
  );
  return (
    <>
      {facts.length === 0 ? null : (
        <Facts
          facts={facts.map((name) => [
            fieldName(name),
            fieldText(formOf(kind, name), fields[name]),
          ])}
        />
      )}
      {texts.map((name) =>
        isTogether(name) ? (
          name === firstTogether ? (
            <QuestionAnswers key={name} fields={fields} />
          ) : null
        ) : (
          <FieldView
            key={name}
            kind={kind}
            field={name}
            value={fields[name]}
            {...(present === null ? {} : { present: { value: present[name] } })}
            view={view}
            uncovered={uncovered}
            hasHeading={names.length > 1}
          />
        ),
      )}
    </>
  );
}

function Children({
  block,
  uncovered,
  view,
}: {
  readonly block: Block;
  readonly uncovered: readonly string[];
  readonly view: View;
}) {
  const { say } = useWords();
  if (block.children.length === 0) return null;
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={2}>
      {block.children.map((child, index) => (
        // New entries have no id yet, and their order never changes.
        <Box key={index} tag="li" padding={3} hasRadius borderColor="neutral200">
          <Folded
            label={say('card.child', {
              kind: say(`kind.${child.kind}`),
              place: index + 1,
              name: nameOf(child),
            })}
          >
            <Flex direction="column" alignItems="stretch" gap={3}>
              <FieldsView {...child} present={null} uncovered={uncovered} view={view} />
            </Flex>
          </Folded>
        </Box>
      ))}
    </Flex>
  );
}
