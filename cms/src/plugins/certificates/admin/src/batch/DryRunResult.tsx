import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useAttempt } from '../../../../publisher/admin/src/parts/useAttempt';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Card, Section } from '../../../../records/admin/src/parts/Section';
import type { Candidate } from '../../../server/wire';
import { useStartCertificateBatchMutation } from '../api';
import { batchPath } from '../paths';
import { useWords } from '../words';
import { type DryRun, mostListed } from './useDryRun';

interface Props {
  readonly run: DryRun;
  readonly course: number;
  readonly courseName: string;
}

const kinds = ['lessons', 'tests', 'labs', 'projects'] as const;

/** Who would get a certificate and who misses what; with a button that issues to exactly these. */
export function DryRunResult({ run, course, courseName }: Props) {
  const { say, percent } = useWords();
  const { eligible, suspended, missing, missingCount } = run;
  const result = ({ percentage, grade }: Candidate) =>
    percentage === null ? grade : `${grade}, ${percent(percentage)}`;
  return (
    <Section title={say('batches.dry.title')}>
      <Card>
        <Typography role="status" fontWeight="semiBold">
          {say('batches.dry.count', { eligible: eligible.length, missing: missingCount })}
        </Typography>
        {suspended === 0 ? null : (
          <Typography>{say('batches.suspended', { count: suspended })}</Typography>
        )}
        {eligible.length === 0 ? null : (
          <IssueButton
            course={course}
            courseName={courseName}
            students={eligible.map(({ studentId }) => studentId)}
          />
        )}
      </Card>
      {eligible.length === 0 ? null : (
        <Part
          title={say('batches.eligible')}
          listed={eligible.slice(0, mostListed)}
          of={eligible.length}
        >
          {{ head: say('field.result'), cell: result }}
        </Part>
      )}
      {missing.length === 0 ? null : (
        <Part title={say('batches.missing')} listed={missing} of={missingCount}>
          {{ head: say('batches.misses'), cell: (candidate) => <Misses candidate={candidate} /> }}
        </Part>
      )}
    </Section>
  );
}

interface PartProps {
  readonly title: string;
  readonly listed: readonly Candidate[];
  /** How many there are. */
  readonly of: number;
  readonly children: {
    readonly head: string;
    readonly cell: (candidate: Candidate) => React.ReactNode;
  };
}

function Part({ title, listed, of, children }: PartProps) {
  const { say } = useWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography tag="h3" variant="pi" fontWeight="bold">
        {title}
      </Typography>
      <Listing
        label={title}
        rows={listed}
        keyOf={({ studentId }) => studentId}
        columns={[{ head: say('field.student'), cell: ({ studentName }) => studentName }, children]}
      />
      {listed.length < of ? (
        <Typography variant="pi" textColor="neutral600">
          {say('batches.capped', { count: listed.length })}
        </Typography>
      ) : null}
    </Flex>
  );
}

function Misses({ candidate }: { readonly candidate: Candidate }) {
  const { say, list } = useWords();
  const missing = kinds.flatMap((kind) => {
    const part = candidate[kind];
    const count = part === null ? 0 : part.of - part.done;
    return count > 0 ? [say(`batches.misses.${kind}`, { count })] : [];
  });
  return (
    <Typography style={{ whiteSpace: 'normal' }}>
      {missing.length === 0 ? say('batches.misses.result') : list(missing)}
    </Typography>
  );
}

interface IssueProps {
  readonly course: number;
  readonly courseName: string;
  readonly students: readonly number[];
}

function IssueButton({ course, courseName, students }: IssueProps) {
  const { say } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [start, { isLoading }] = useStartCertificateBatchMutation();
  const { failure, forget, attempt } = useAttempt();
  const count = students.length;
  async function issue() {
    const done = await attempt(start({ course, students }));
    if (done !== null) navigate(batchPath(done.result.batch));
  }
  return (
    <Box>
      <Button onClick={() => setOpen(true)}>{say('batches.issue', { count })}</Button>
      <ConfirmDialog
        open={open}
        title={say('batches.issue.title', { count, course: courseName })}
        about={say('batches.issue.about')}
        confirm={say('batches.issue', { count })}
        running={isLoading ? say('batches.issue.running') : null}
        failure={failure}
        onConfirm={() => void issue()}
        onClose={() => {
          setOpen(false);
          forget();
        }}
      />
    </Box>
  );
}
