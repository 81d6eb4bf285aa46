import type { Trace } from '@ourshiksha/contract/certificate';
import { dayOf } from '../templates/sheet';
import type { Column, Row } from './table';

const figures = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 2 });
const percent = (value: number): string => `${figures.format(value)}%`;
const outOf = (value: number, most: number): string =>
  `${figures.format(value)} / ${figures.format(most)}`;
const none = '–';

interface Block {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const left = (title: string, part: number): Column => ({ title, part, align: 'left' });
const right = (title: string, part: number): Column => ({ title, part, align: 'right' });

const named = (title: string, required: boolean): string =>
  required ? title : `${title} (optional)`;

const partNames = { tests: 'Tests', labs: 'Labs', projects: 'Projects' } as const;

const decisions = {
  submitted: 'Handed in',
  under_review: 'In review',
  approved: 'Approved',
  rejected: 'Not approved',
} as const;

/** The tables of a marksheet; what a course does not have is left out. */
export function blocks({ tests, labs, projects, parts, percentage, grade }: Trace): Block[] {
  const all: Block[] = [
    {
      title: 'Tests',
      columns: [
        left('Test', 0.44),
        right('Attempts', 0.12),
        right('Best score', 0.16),
        right('Percentage', 0.14),
        left('Result', 0.14),
      ],
      rows: tests.map(({ title, kind, required, attempts, score, max_score, ...test }) => ({
        cells: [
          named(kind === 'final' ? `${title} · final test` : title, required),
          String(attempts),
          attempts === 0 ? none : outOf(score, max_score),
          attempts === 0 ? none : percent(test.percentage),
          attempts === 0 ? 'Not taken' : test.passed ? 'Passed' : 'Not passed',
        ],
      })),
    },
    {
      title: 'Labs',
      columns: [
        left('Lab', 0.5),
        right('Hints used', 0.14),
        left('Completed', 0.2),
        left('Checked', 0.16),
      ],
      rows: labs.map(({ title, required, verifiable, completed, hints_used, completed_at }) => ({
        cells: [
          named(title, required),
          String(hints_used),
          completed ? (completed_at === null ? 'Yes' : dayOf(completed_at)) : 'Not completed',
          verifiable ? 'By tests' : 'By the student',
        ],
      })),
    },
    {
      title: 'Projects',
      columns: [
        left('Project', 0.5),
        right('Handed in', 0.14),
        right('Score', 0.16),
        left('Decision', 0.2),
      ],
      rows: projects.flatMap(({ title, required, status, score, max_score, ...project }) => [
        {
          cells: [
            named(title, required),
            project.submissions === 1 ? 'once' : `${project.submissions} times`,
            score === null ? none : outOf(score, max_score),
            status === null ? 'Not handed in' : decisions[status],
          ],
        },
        ...project.checklist.map(({ text, met }) => ({
          cells: [text, '', '', met ? 'Met' : 'Not met'],
          kind: 'detail' as const,
        })),
      ]),
    },
    {
      title: 'Total',
      columns: [
        left('Part', 0.36),
        right('Weight', 0.16),
        right('Share', 0.16),
        right('Reached', 0.16),
        right('Counts', 0.16),
      ],
      rows: [
        ...parts.map(({ part, weight, share, ...reached }) => ({
          cells: [
            partNames[part],
            String(weight),
            percent(share),
            percent(reached.percentage),
            percent((share * reached.percentage) / 100),
          ],
        })),
        ...(percentage === null
          ? []
          : [
              {
                cells: [`Total, grade ${grade}`, '', '', '', percent(percentage)],
                kind: 'total' as const,
              },
            ]),
      ],
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** In the words of the marksheet's page on the learner site (`learner/src/messages/en.ts`). */
const rule =
  'Tests: the average of the best result in each. Labs: how many of those that the server checks are done. ' +
  'Projects: the average of their scores. A part that is not asked for and not complete is left out, and ' +
  'the others count for more. The total is rounded down.';

/** How the total was computed, for whoever wants to do the sum again. */
export function computed({ parts, percentage, lessons }: Trace): string {
  const done = `${lessons.done} of ${lessons.of} lessons are done.`;
  if (percentage === null) return `${done} Nothing in this course is scored: the grade is Pass.`;
  const sum = parts.map(({ weight, ...part }) => `${weight} × ${figures.format(part.percentage)}`);
  const weights = parts.reduce((all, { weight }) => all + weight, 0);
  return (
    `${done} ${rule} Here: (${sum.join(' + ')}) ÷ ${weights} = ${percentage}. ` +
    'Grades: A from 90, B from 80, C from 70, otherwise Pass.'
  );
}
