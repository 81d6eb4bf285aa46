import type { Trace } from '@ourshiksha/contract/certificate';
import { Flex, Typography } from '@strapi/design-system';
import { Listing } from '../../../../records/admin/src/parts/Listing';
import { useWords } from '../words';

/** How the result came about: each test, lab and project, and how they were weighed. */
export function TraceTables({ trace }: { readonly trace: Trace }) {
  const { say, number, percent, when } = useWords();
  const { tests, labs, projects, lessons, parts } = trace;
  if (lessons.of === 0) return <Typography>{say('trace.none')}</Typography>;
  const share = (score: number | null, of: number | null) =>
    score === null || of === null ? '–' : say('trace.of', { done: number(score), of: number(of) });
  const yesNo = (value: boolean) => say(value ? 'trace.yes' : 'trace.no');
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Typography>
        {say('trace.lessons', { done: lessons.done, of: lessons.of })}{' '}
        {trace.percentage === null
          ? say('trace.unscored', { grade: trace.grade })
          : say('trace.total', { percentage: percent(trace.percentage), grade: trace.grade })}
      </Typography>
      {parts.length === 0 ? null : (
        <Listing
          label={say('trace.parts')}
          rows={parts}
          keyOf={({ part }) => part}
          columns={[
            { head: say('trace.part'), cell: ({ part }) => say(`trace.${part}`) },
            { head: say('trace.weight'), cell: ({ weight }) => number(weight) },
            { head: say('trace.share'), cell: (part) => percent(part.share) },
            { head: say('field.result'), cell: ({ percentage }) => percent(percentage) },
          ]}
        />
      )}
      {tests.length === 0 ? null : (
        <Listing
          label={say('trace.tests')}
          rows={tests}
          keyOf={({ test_id }) => test_id}
          columns={[
            { head: say('trace.test'), cell: ({ title }) => title },
            { head: say('trace.required'), cell: ({ required }) => yesNo(required) },
            { head: say('trace.attempts'), cell: ({ attempts }) => number(attempts) },
            { head: say('trace.best'), cell: ({ score, max_score }) => share(score, max_score) },
            { head: say('trace.passed'), cell: ({ passed }) => yesNo(passed) },
          ]}
        />
      )}
      {labs.length === 0 ? null : (
        <Listing
          label={say('trace.labs')}
          rows={labs}
          keyOf={({ lab_id }) => lab_id}
          columns={[
            { head: say('trace.lab'), cell: ({ title }) => title },
            { head: say('trace.required'), cell: ({ required }) => yesNo(required) },
            { head: say('trace.hints'), cell: ({ hints_used }) => number(hints_used) },
            {
              head: say('trace.completed'),
              cell: ({ completed, completed_at }) =>
                completed && completed_at !== null ? when(completed_at) : yesNo(completed),
            },
          ]}
        />
      )}
      {projects.length === 0 ? null : (
        <Listing
          label={say('trace.projects')}
          rows={projects}
          keyOf={({ project_id }) => project_id}
          columns={[
            { head: say('trace.project'), cell: ({ title }) => title },
            { head: say('trace.required'), cell: ({ required }) => yesNo(required) },
            { head: say('trace.submissions'), cell: ({ submissions }) => number(submissions) },
            { head: say('trace.score'), cell: ({ score, max_score }) => share(score, max_score) },
            { head: say('trace.approved'), cell: ({ status }) => yesNo(status === 'approved') },
          ]}
        />
      )}
    </Flex>
  );
}
