import { Box, Flex } from '@strapi/design-system';
import type { Block, Fields, Proposal } from '../../../server/wire';
import { FieldView, type View } from '../fields/FieldView';
import { inOrder } from '../fields/forms';
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

function FieldsView({ kind, fields, present, uncovered, view }: FieldsProps) {
  const names = inOrder(kind, Object.keys(fields));
  const isNewQuestion = kind === 'question' && present === null;
  const isTogether = (name: string) => isNewQuestion && answerFields.has(name);
  const firstTogether = names.find(isTogether);
  return names.map((name) =>
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
