import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { Reading } from '../../../../records/admin/src/parts/Reading';
import { Section } from '../../../../records/admin/src/parts/Section';
import type { CourseLine } from '../../../server/wire';
import { StartFrame } from '../Frame';
import { JobBadge } from '../jobs/JobBadge';
import { progressOf } from '../jobs/progress';
import { Wrapped } from '../parts/Wrapped';
import { coursePath, jobPath, proposalsPath } from '../paths';
import { useAiCoursesQuery } from '../share/api';
import { ShareLine } from '../share/SharePanel';
import { useWords } from '../words';
import { GenerateButton } from './GenerateButton';
import { NotConfigured } from './NotConfigured';

/** Milliseconds between two looks at a list in which a job may run. */
const rhythm = 5000;

/** Every draft course: its jobs, what waits for a decision, and how much a machine wrote. */
export function StartPage() {
  const { say } = useWords();
  const [isRunning, setRunning] = useState(false);
  const asked = useAiCoursesQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isRunning ? rhythm : 0,
  });
  const runs = asked.data?.some(({ job }) => job?.state === 'running') === true;
  if (runs !== isRunning) setRunning(runs);
  return (
    <StartFrame title={say('menu.title')} about={say('start.about')} action={<GenerateButton />}>
      <Flex direction="column" alignItems="stretch" gap={7}>
        <NotConfigured />
        <Section title={say('start.courses')}>
          <Reading asked={asked}>
            {(courses) =>
              courses.length === 0 ? (
                <Typography textColor="neutral600">{say('start.none')}</Typography>
              ) : (
                <Courses courses={courses} />
              )
            }
          </Reading>
        </Section>
      </Flex>
    </StartFrame>
  );
}

function Courses({ courses }: { readonly courses: readonly CourseLine[] }) {
  const { say } = useWords();
  return (
    <Listing
      label={say('start.courses')}
      rows={courses}
      keyOf={({ documentId }) => documentId}
      columns={[
        {
          head: say('start.course'),
          cell: ({ documentId, name }) => (
            <Wrapped>
              <TextLink to={coursePath(documentId)}>
                {name.trim() || say('start.course.untitled')}
              </TextLink>
            </Wrapped>
          ),
        },
        { head: say('start.job'), cell: (course) => <Running course={course} /> },
        { head: say('start.open'), cell: (course) => <Open course={course} /> },
        {
          head: say('start.share'),
          cell: ({ documentId, share }) => (
            <Wrapped>
              <ShareLine courseId={documentId} share={share} />
            </Wrapped>
          ),
        },
      ]}
    />
  );
}

function Running({ course: { documentId, job } }: { readonly course: CourseLine }) {
  const { say } = useWords();
  if (job === null) return <Typography>{say('start.job.none')}</Typography>;
  const { done, all } = progressOf(job.steps);
  return (
    <Flex gap={2} wrap="wrap">
      <JobBadge state={job.state} />
      <TextLink to={jobPath(documentId, job.id)}>
        {say('job.progress.short', { done, all })}
      </TextLink>
    </Flex>
  );
}

function Open({ course: { documentId, share } }: { readonly course: CourseLine }) {
  if (share.openProposals === 0) return <Typography>0</Typography>;
  return (
    <TextLink to={proposalsPath(documentId, { state: 'open' })}>{share.openProposals}</TextLink>
  );
}
