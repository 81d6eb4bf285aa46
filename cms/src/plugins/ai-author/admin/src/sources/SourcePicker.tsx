import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useId, useRef } from 'react';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Folded } from '../parts/Folded';
import { useWords } from '../words';
import { AttachSource } from './AttachSource';
import { useAiSourcesQuery } from './api';

interface Props {
  /** The document id of the draft course. */
  readonly courseId: string;
  /** Ids of sources. */
  readonly chosen: readonly number[];
  readonly onChange: (ids: number[]) => void;
}

/** Which of a course's sources an answer is grounded in. What is attached here is chosen at once. */
export function SourcePicker({ courseId, chosen, onChange }: Props) {
  const { say } = useWords();
  const id = useId();
  const asked = useAiSourcesQuery(courseId, { refetchOnMountOrArgChange: true });
  // Several files may be attached between two drawings of the page.
  const latest = useRef(chosen);
  latest.current = chosen;
  const change = (ids: number[]) => {
    latest.current = ids;
    onChange(ids);
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Reading asked={asked}>
        {(sources) =>
          sources.length === 0 ? (
            <Typography variant="pi" textColor="neutral600">
              {say('sources.picker.none')}
            </Typography>
          ) : (
            <Box role="group" aria-labelledby={id}>
              <Typography id={id} variant="pi" fontWeight="bold" textColor="neutral800">
                {say('sources.picker.label')}
              </Typography>
              <Flex
                direction="column"
                alignItems="stretch"
                gap={2}
                paddingTop={2}
                style={{ maxHeight: '24rem', overflowY: 'auto' }}
              >
                {sources.map((source) => (
                  <Checkbox
                    key={source.id}
                    checked={chosen.includes(source.id)}
                    onCheckedChange={(on) => {
                      const others = latest.current.filter((one) => one !== source.id);
                      change(on === true ? [...others, source.id] : others);
                    }}
                  >
                    <span style={{ overflowWrap: 'anywhere' }}>{source.name}</span>
                  </Checkbox>
                ))}
              </Flex>
            </Box>
          )
        }
      </Reading>
      {asked.data === undefined ? null : (
        <Folded label={say('sources.attach')} startsOpen={asked.data.length === 0}>
          <AttachSource
            courseId={courseId}
            onAttached={(source) => change([...latest.current, source.id])}
          />
        </Folded>
      )}
    </Flex>
  );
}
