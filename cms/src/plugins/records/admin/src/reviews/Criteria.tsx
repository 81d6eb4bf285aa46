import { Box, Checkbox, Field, Flex, Typography } from '@strapi/design-system';
import type { Criterion } from '../../../server/wire';
import { useWords } from '../words';

interface Entry {
  readonly criterion: string;
  readonly met: boolean;
  readonly comment: string;
}

interface Props {
  readonly criteria: readonly Criterion[];
  /** One for each criterion, in the same order. */
  readonly entries: readonly Entry[];
  readonly onChange: (entries: Entry[]) => void;
}

/** Each criterion with what good work looks like, a tick and a comment. */
export function Criteria({ criteria, entries, onChange }: Props) {
  const { say } = useWords();
  const change = (place: number, changed: Partial<Entry>) =>
    onChange(entries.map((entry, at) => (at === place ? { ...entry, ...changed } : entry)));
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {criteria.map(({ criterion, description }, place) => (
        <Box key={criterion}>
          <Checkbox
            checked={entries[place]?.met ?? false}
            onCheckedChange={(met) => change(place, { met: met === true })}
          >
            {criterion}
          </Checkbox>
          {description === '' ? null : (
            <Typography tag="p" variant="pi" textColor="neutral600">
              {description}
            </Typography>
          )}
          <Box paddingTop={2}>
            <Field.Root name={`comment-${place}`}>
              <Field.Label>{say('review.comment', { criterion })}</Field.Label>
              <Field.Input
                value={entries[place]?.comment ?? ''}
                maxLength={2000}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                  change(place, { comment: event.target.value })
                }
              />
            </Field.Root>
          </Box>
        </Box>
      ))}
    </Flex>
  );
}
