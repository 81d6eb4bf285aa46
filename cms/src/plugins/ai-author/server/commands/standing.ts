import { membersOf } from '../../../publisher/server/draft-rows';
import { kindNamed, linkOf } from '../../../publisher/server/tree';
import type { CommandName, Entry, KindName, LeftOut } from '../wire';
import type { Reader } from './command';

/** What a command makes for a draft. */
export const placeName = (command: CommandName, documentId: string): string =>
  `${command} ${documentId}`;

/** A select of the parents' draft ids that have a child of a kind. */
function having(child: KindName, parent: KindName, where = 'true'): string {
  const kind = kindNamed(child);
  const place = kind.parents.find((one) => one.kind === parent);
  if (place === undefined) throw new Error(`A ${child} never hangs on a ${parent}.`);
  const link = linkOf(kind, place);
  return `select k.${link.parent} from cms.${link.table} k
    join cms.${kind.draftTable} d on d.id = k.${link.child} where ${where}`;
}

const isIn = (child: KindName, parent: KindName): string => `d.id in (${having(child, parent)})`;

/** Which drafts of a course have what a command makes: each select takes the course's draft id as `$1`. */
const there: readonly {
  readonly command: CommandName;
  readonly kind: KindName;
  readonly ids: string;
}[] = [
  {
    command: 'notes',
    kind: 'lesson',
    ids: having('ai_note', 'lesson', `btrim(coalesce(d.content, '')) <> ''`),
  },
  {
    command: 'questions',
    kind: 'module',
    ids: having('test', 'module', isIn('question', 'test')),
  },
  { command: 'lab', kind: 'lesson', ids: having('practice_lab', 'lesson') },
  {
    command: 'lab',
    kind: 'module',
    // One of a lesson need not hang on its module as well.
    ids: `${having('practice_lab', 'module')}
      union ${having('lesson', 'module', isIn('practice_lab', 'lesson'))}`,
  },
  { command: 'project', kind: 'module', ids: having('project', 'module') },
  {
    command: 'project',
    kind: 'course',
    // A module's project hangs on the course as well, and is not the course's own.
    ids: having(
      'project',
      'course',
      `not exists (select from cms.draft_projects_draft_module_lnk m where m.draft_project_id = d.id)`,
    ),
  },
];

const statement = there
  .map(
    ({ command, kind, ids }) =>
      `select '${command}' as command, p.document_id as "documentId" from cms.${kindNamed(kind).draftTable} p
      where p.id in (${membersOf(kindNamed(kind))}) and p.id in (${ids})`,
  )
  .join('\n    union all ');

/** What a command would make and a draft of the course has already, as `placeName` says it. */
export async function standingIn(reader: Reader, courseId: number): Promise<ReadonlySet<string>> {
  const rows = await reader.rows<{ command: CommandName; documentId: string }>(statement, [
    courseId,
  ]);
  return new Set(rows.map(({ command, documentId }) => placeName(command, documentId)));
}

/**
 * What is being written for a draft course or waits for a decision, as `placeName` says it. Read as the
 * guru: jobs are nothing that a model may be told.
 */
export async function underWay(
  database: Pick<Reader, 'rows'>,
  course: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ command: CommandName; documentId: string }>(
    `select distinct s.command, s.target_document_id as "documentId"
    from ai.jobs j join ai.steps s on s.job_id = j.id
    where j.course = $1 and (
      (s.state in ('waiting', 'running') and j.state in ('running', 'paused', 'stopped'))
      or exists (select from ai.proposals p where p.step_id = s.id and p.state = 'open'))`,
    [course],
  );
  return new Set(rows.map(({ command, documentId }) => placeName(command, documentId)));
}

/** Counts what a plan leaves out, so that whoever asks for it is told. */
export class Leaving {
  private readonly counted = new Map<string, LeftOut>();

  constructor(
    private readonly there: ReadonlySet<string>,
    private readonly underWay: ReadonlySet<string>,
  ) {}

  /** Whether a command is to be asked for a draft; otherwise it is counted among what is left out. */
  isWanted(command: CommandName, { kind, documentId }: Entry): boolean {
    const place = placeName(command, documentId);
    const reason = this.there.has(place) ? 'there' : this.underWay.has(place) ? 'under-way' : null;
    if (reason === null) return true;
    const key = `${command} ${kind} ${reason}`;
    const places = (this.counted.get(key)?.places ?? 0) + 1;
    this.counted.set(key, { command, kind, reason, places });
    return false;
  }

  get all(): readonly LeftOut[] {
    return [...this.counted.values()];
  }
}
