import type { Learners } from '../../../server/wire';
import { useWords } from '../words';
import { Choice } from './Choice';

interface Props {
  readonly value: Learners;
  /** The version that comes out. */
  readonly version: number;
  readonly disabled: boolean;
  readonly onChange: (learners: Learners) => void;
}

/** What happens to those who learn on an older version. */
export function LearnersChoice({ value, version, disabled, onChange }: Props) {
  const { say } = useWords();
  return (
    <Choice
      label={say('learners.label')}
      value={value}
      disabled={disabled}
      onChange={onChange}
      options={[
        { value: 'keep', label: say('learners.keep'), about: say('learners.keep.about') },
        {
          value: 'move',
          label: say('learners.move', { version }),
          about: say('learners.move.about'),
        },
      ]}
    />
  );
}
