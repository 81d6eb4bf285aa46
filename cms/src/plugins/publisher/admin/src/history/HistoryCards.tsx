import { Box, Flex, Typography } from '@strapi/design-system';
import { useId, useState } from 'react';
import type { HistoryLine } from '../../../server/wire';
import { useWords } from '../words';
import type { LinesProps } from './HistoryTable';
import { CourseName, DetailsButton, LineDetails, OutcomeBadge, useActionName } from './LineParts';

/** The same as the table, for windows as wide as a phone. */
export function HistoryCards({ lines, withCourse }: LinesProps) {
  return (
    <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
      {lines.map((line) => (
        <Card key={line.id} line={line} withCourse={withCourse} />
      ))}
    </Flex>
  );
}

function Card({ line, withCourse }: { readonly line: HistoryLine; readonly withCourse: boolean }) {
  const { say, when } = useWords();
  const actionName = useActionName();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box tag="li" padding={3} hasRadius background="neutral0" borderColor="neutral200">
      <Flex justifyContent="space-between" alignItems="flex-start" gap={2}>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Flex gap={2} wrap="wrap">
            <Typography fontWeight="semiBold">{actionName(line.action)}</Typography>
            <OutcomeBadge outcome={line.outcome} />
          </Flex>
          {withCourse ? <CourseName line={line} /> : null}
          <Typography variant="pi" textColor="neutral600">
            {line.version === null ? '' : `${say('compare.version', { version: line.version })} · `}
            {when(line.at)} · {line.actor}
          </Typography>
        </Flex>
        <DetailsButton line={line} open={open} controls={id} onToggle={() => setOpen(!open)} />
      </Flex>
      {open ? (
        <Box id={id} paddingTop={3}>
          <LineDetails line={line} />
        </Box>
      ) : null}
    </Box>
  );
}
