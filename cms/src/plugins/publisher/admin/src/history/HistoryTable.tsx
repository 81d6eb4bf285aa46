import { Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Fragment, useId, useState } from 'react';
import type { HistoryLine } from '../../../server/wire';
import { useWords } from '../words';
import { CourseName, DetailsButton, LineDetails, OutcomeBadge, useActionName } from './LineParts';

export interface LinesProps {
  readonly lines: readonly HistoryLine[];
  readonly withCourse: boolean;
}

export function HistoryTable({ lines, withCourse }: LinesProps) {
  const { say } = useWords();
  const heads = [
    say('history.time'),
    say('history.action'),
    ...(withCourse ? [say('history.course')] : []),
    say('history.version'),
    say('history.outcome'),
    say('history.actor'),
    say('history.details'),
  ];
  return (
    <Table colCount={heads.length} rowCount={lines.length + 1}>
      <Thead>
        <Tr>
          {heads.map((head) => (
            <Th key={head}>
              <Typography variant="sigma" textColor="neutral600">
                {head}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Row key={line.id} line={line} withCourse={withCourse} columns={heads.length} />
        ))}
      </Tbody>
    </Table>
  );
}

interface RowProps {
  readonly line: HistoryLine;
  readonly withCourse: boolean;
  readonly columns: number;
}

function Row({ line, withCourse, columns }: RowProps) {
  const { when } = useWords();
  const actionName = useActionName();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Fragment>
      <Tr>
        <Td>
          <Typography>{when(line.at)}</Typography>
        </Td>
        <Td>
          <Typography fontWeight="semiBold">{actionName(line.action)}</Typography>
        </Td>
        {withCourse ? (
          <Td>
            <CourseName line={line} />
          </Td>
        ) : null}
        <Td>
          <Typography>{line.version ?? '–'}</Typography>
        </Td>
        <Td>
          <OutcomeBadge outcome={line.outcome} />
        </Td>
        <Td>
          <Typography>{line.actor}</Typography>
        </Td>
        <Td>
          <DetailsButton line={line} open={open} controls={id} onToggle={() => setOpen(!open)} />
        </Td>
      </Tr>
      {open ? (
        <Tr id={id}>
          <Td colSpan={columns}>
            <LineDetails line={line} />
          </Td>
        </Tr>
      ) : null}
    </Fragment>
  );
}
