import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { Side, Version } from '../../../server/wire';
import { useWords } from '../words';

interface Props {
  readonly label: string;
  readonly name: string;
  readonly value: Side;
  readonly versions: readonly Version[];
  readonly onChange: (side: Side) => void;
}

/** One side of a comparison: the drafts, or any version. */
export function CompareSelect({ label, name, value, versions, onChange }: Props) {
  const { say } = useWords();
  return (
    <Field.Root name={name} minWidth="20rem" flex="1">
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={String(value)}
        onChange={(chosen) => onChange(chosen === 'draft' ? 'draft' : Number(chosen))}
      >
        <SingleSelectOption value="draft">{say('compare.draft')}</SingleSelectOption>
        {versions.map(({ version, isCurrent }) => (
          <SingleSelectOption key={version} value={String(version)}>
            {say(isCurrent ? 'compare.version.live' : 'compare.version', { version })}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
