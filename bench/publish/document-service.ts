import type { Client } from 'pg';
import type { Core, UID } from '../../cms/node_modules/@strapi/strapi/dist/index';

type Row = Record<string, unknown> & { id: number };
interface Kind {
  readonly subject: string;
  readonly table: string;
  /** Parent tables by the relation that names them. */
  readonly parents: Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  { subject: 'module', table: 'modules', parents: { draft_course: 'courses' } },
  { subject: 'lesson', table: 'lessons', parents: { draft_module: 'modules' } },
  { subject: 'ai-note', table: 'ai_notes', parents: { draft_lesson: 'lessons' } },
  { subject: 'test', table: 'tests', parents: { draft_module: 'modules' } },
  { subject: 'question', table: 'questions', parents: { draft_test: 'tests' } },
  { subject: 'practice-lab', table: 'practice_labs', parents: { draft_lesson: 'lessons' } },
  { subject: 'project', table: 'projects', parents: { draft_module: 'modules' } },
  { subject: 'project-step', table: 'project_steps', parents: { draft_project: 'projects' } },
  { subject: 'certificate', table: 'certificates', parents: { draft_course: 'courses' } },
];

/** Makes a copy of a complete draft course, an entry at a time, as a plugin without SQL would. */
export async function createByDocumentService(
  strapi: Core.Strapi,
  guru: Client,
  courseId: number,
): Promise<void> {
  const create = async (subject: string, data: object): Promise<string> => {
    const made = await strapi
      .documents(`api::${subject}.draft-${subject}` as UID.ContentType)
      .create({ data } as never);
    return (made as { documentId: string }).documentId;
  };
  const copies: Record<string, Map<number, string>> = {};
  const { rows: courses } = await guru.query<Row>('select * from cms.draft_courses where id = $1', [
    courseId,
  ]);
  const [course] = courses;
  if (course === undefined) throw new Error('There is no such course.');
  copies.courses = new Map([[courseId, await create('course', valuesOf(course))]]);
  for (const { subject, table, parents } of kinds) {
    const [[relation = '', parent = ''] = []] = Object.entries(parents);
    const one = table.replace(/s$/, '');
    const { rows } = await guru.query<Row & { parent: number }>(
      `select d.*, l.draft_${parent.replace(/s$/, '')}_id as parent from cms.draft_${table} d
      join cms.draft_${table}_${relation}_lnk l on l.draft_${one}_id = d.id
      where l.draft_${parent.replace(/s$/, '')}_id = any($1)`,
      [[...(copies[parent]?.keys() ?? [])]],
    );
    const made = new Map<number, string>();
    for (const { parent: parentId, ...row } of rows) {
      const data = { ...valuesOf(row), [relation]: copies[parent]?.get(parentId) };
      made.set(row.id, await create(subject, data));
    }
    copies[table] = made;
  }
}

/** A row's own fields; what Strapi and the publisher keep beside them is theirs to make. */
function valuesOf(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([name, value]) =>
        value !== null &&
        !/^(id|document_id|status|version|locale|parent|source_key|live_\w+_id|\w+_at|\w+_by_id)$/.test(
          name,
        ),
    ),
  );
}
