import { expect, it } from 'vitest';
import { rules } from '../../server/checks';
import { groupProblems, shortMessage } from './problem-groups';
import { en } from './translations/en';

const problem = (rule: string, severity: 'error' | 'warning', documentId: string) => ({
  rule,
  severity,
  kind: 'lesson' as const,
  documentId,
  title: '',
  field: null,
  message: documentId,
});

it('groups problems by their check and keeps the order of the course', () => {
  const groups = groupProblems([
    problem('b', 'error', '1'),
    problem('a', 'error', '2'),
    problem('b', 'error', '3'),
    problem('c', 'warning', '4'),
  ]);
  expect(groups.map(({ rule, problems }) => [rule, problems.map((p) => p.documentId)])).toEqual([
    ['b', ['1', '3']],
    ['a', ['2']],
    ['c', ['4']],
  ]);
});

it('shortens a long title inside the sentence and keeps the end, which says what is wrong', () => {
  const title = `${'😀 $& long '.repeat(40)}end`;
  const short = shortMessage({ title, message: `The lesson “${title}” has no notes to read.` });
  expect([...short].length).toBeLessThan(110);
  expect(short).toMatch(/^The lesson “😀 \$& long .*…” has no notes to read\.$/u);
  expect(shortMessage({ title: 'A', message: 'The lesson “A” has none.' })).toBe(
    'The lesson “A” has none.',
  );
});

it('has a heading for every check of the server, and none for a check that is gone', () => {
  const headings = Object.keys(en).filter((key) => key.startsWith('rule.'));
  expect(headings.sort()).toEqual(rules.map(({ name }) => `rule.${name}`).sort());
});
