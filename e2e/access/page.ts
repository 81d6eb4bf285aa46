import { readFileSync } from 'node:fs';
import path from 'node:path';
import { administrator, settledRoles } from '../../cms/src/bootstrap/rights.ts';
import { root } from '../../scripts/lib/paths.ts';
import { type Access, type Room, rooms } from './table.ts';

export const pageFile = path.join(root, 'docs', 'access.md');
const introductionFile = path.join(import.meta.dirname, 'introduction.md');

const columns = ['Anyone', 'Student', 'Author', 'Editor', 'Reviewer', 'Registrar', 'Administrator'];

/** One cell a column. */
function cells(access: Access): string[] {
  if (access === 'anyone') return columns.map(() => 'yes');
  if (access === 'link') return columns.map(() => 'link');
  if (access === 'nobody') return columns.map(() => '–');
  if (access === 'student') return columns.map((name) => (name === 'Student' ? 'own' : '–'));
  const names = access.map((name) => String(name));
  return columns.map((name) => {
    if (names.includes(name.toLowerCase())) return 'yes';
    return name === 'Author' && names.includes('own') ? 'own' : '–';
  });
}

const row = (all: readonly string[]): string => `| ${all.join(' | ')} |`;

const doorsOf = ({ title, note, doors }: Room): string[] => [
  `### ${title}`,
  '',
  ...(note === undefined ? [] : [note, '']),
  ...doors.map(({ verb, path: door }) => `- \`${verb} ${door}\``),
  '',
];

/** docs/access.md, of the code's roles and the table the test holds the system against. */
export function accessPage(): string {
  return [
    readFileSync(introductionFile, 'utf8').trimEnd(),
    '',
    '## The roles',
    '',
    ...[...settledRoles, administrator].map(
      ({ name, description }) => `- **${name}.** ${description}`,
    ),
    '',
    '## The matrix',
    '',
    '“own” is the person’s own: a student’s records, an author’s courses. “link” is whoever has the link.',
    '',
    row(['', ...columns]),
    row(['---', ...columns.map(() => '---')]),
    ...rooms.map(({ title, access }) => row([title, ...cells(access)])),
    '',
    '## Every door',
    '',
    'Verb and path as the server has them; below the same headings as in the matrix.',
    '',
    ...rooms.flatMap(doorsOf),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
