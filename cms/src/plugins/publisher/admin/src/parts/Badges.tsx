import { Badge, type BadgeProps, Flex } from '@strapi/design-system';
import type { Change } from '../../../server/wire';
import { useWords } from '../words';

const tones: Readonly<Record<Change, NonNullable<BadgeProps['variant']>>> = {
  added: 'success',
  removed: 'danger',
  moved: 'secondary',
  changed: 'primary',
};

/** How a thing differs; the word says it, the colour only repeats it. */
export function ChangeBadges({ changes }: { readonly changes: readonly Change[] }) {
  const { say } = useWords();
  return (
    <Flex gap={1} wrap="wrap" tag="span">
      {changes.map((change) => (
        // The design system's own letters are too faint on some of these in the dark.
        <Badge key={change} variant={tones[change]} textColor="neutral800">
          {say(`change.${change}`)}
        </Badge>
      ))}
    </Flex>
  );
}
