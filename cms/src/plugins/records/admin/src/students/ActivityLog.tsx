import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { LogLine } from '../../../server/wire';
import { useStudentLogQuery } from '../api';
import { Listing } from '../parts/Listing';
import { Reading } from '../parts/Reading';
import { useWords } from '../words';

/** What a student did, the newest first, some lines at a time. */
export function ActivityLog({ student }: { readonly student: number }) {
  // Each entry is where a further stretch begins; the first begins at the newest line.
  const [begins, setBegins] = useState<readonly (number | undefined)[]>([undefined]);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {begins.map((before, index) => (
        <Stretch
          key={before ?? 'newest'}
          student={student}
          before={before}
          onOlder={index === begins.length - 1 ? (next) => setBegins([...begins, next]) : undefined}
        />
      ))}
    </Flex>
  );
}

interface Props {
  readonly student: number;
  readonly before: number | undefined;
  /** Where it is the last one shown. */
  readonly onOlder: ((next: number) => void) | undefined;
}

function Stretch({ student, before, onOlder }: Props) {
  const { say, when } = useWords();
  const asked = useStudentLogQuery(
    { id: student, ...(before === undefined ? {} : { before }) },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <Reading asked={asked}>
      {({ lines, next }) =>
        lines.length === 0 ? (
          <Typography textColor="neutral600">{say('list.none')}</Typography>
        ) : (
          <>
            <Listing
              label={say('student.log')}
              rows={lines}
              keyOf={({ id }) => id}
              columns={[
                { head: say('log.when'), cell: ({ at }) => when(at) },
                { head: say('log.what'), cell: whatOf },
                { head: say('log.address'), cell: ({ ipAddress }) => ipAddress ?? '–' },
                { head: say('log.browser'), cell: ({ userAgent }) => userAgent ?? '–' },
              ]}
            />
            {next === null || onOlder === undefined ? null : (
              <Flex justifyContent="center">
                <Button variant="tertiary" onClick={() => onOlder(next)}>
                  {say('log.older')}
                </Button>
              </Flex>
            )}
          </>
        )
      }
    </Reading>
  );
}

/** As the log has it: “submit test 12 (by: Ravi, reason: …)”. */
function whatOf({ action, entityType, entityId, details }: LogLine): string {
  const more = Object.entries(details).map(
    ([name, value]) =>
      `${name.replaceAll('_', ' ')}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${action} ${entityType.replaceAll('_', ' ')} ${entityId}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}
