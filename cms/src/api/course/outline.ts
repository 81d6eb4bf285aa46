import type { Outline } from '@ourshiksha/contract/course';
import type { Reader, Source } from '../../lib/source';

type ModuleRow = Pick<
  Outline['modules'][number],
  'id' | 'title' | 'description' | 'estimated_time'
>;
type InModule<Row> = Row & { module_id: number | null };
interface Rows {
  modules: ModuleRow[];
  lessons: InModule<Outline['modules'][number]['lessons'][number]>[];
  tests: InModule<Outline['tests'][number]>[];
  labs: InModule<Outline['labs'][number]>[];
  projects: InModule<Outline['projects'][number]>[];
}

/** The outline of one version, in the course's order, in one statement. */
export async function readOutline(
  database: Reader,
  source: Source,
  courseId: number,
  version: number,
): Promise<Outline> {
  const [rows] = await database.rows<Rows>(
    `select
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'title', title, 'description', description,
          'estimated_time', estimated_time) order by order_index, id), '[]')
        from ${source.rows('modules')} m where course_id = $1 and version = $2) as modules,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'module_id', module_id, 'title', title,
          'estimated_time', estimated_time) order by order_index, id), '[]')
        from ${source.rows('lessons')} l where course_id = $1 and version = $2) as lessons,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'module_id', module_id, 'title', title,
          'question_count', ${source.questionCount('t')}, 'time_limit', time_limit,
          'passing_percentage', passing_percentage) order by order_index, id), '[]')
        from ${source.rows('tests')} t where course_id = $1 and version = $2) as tests,
      (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'module_id', coalesce(b.module_id, l.module_id),
          'lesson_id', b.lesson_id, 'title', b.title, 'language', b.language)
          order by l.order_index, b.order_index, b.id), '[]')
        from ${source.rows('practice_labs')} b
        left join ${source.rows('lessons')} l on l.id = b.lesson_id and l.version = b.version
        where b.course_id = $1 and b.version = $2) as labs,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'module_id', module_id, 'title', title,
          'difficulty', difficulty) order by order_index, id), '[]')
        from ${source.rows('projects')} p where course_id = $1 and version = $2) as projects`,
    [courseId, version],
  );
  if (rows === undefined) throw new Error('A select without from returns one row.');
  return nest(rows);
}

/** Rows in order to modules with their children; what has no module stands at the course itself. */
export function nest(rows: Rows): Outline {
  const of = <Row>(list: InModule<Row>[], moduleId: number | null) =>
    list.filter((row) => row.module_id === moduleId);
  return {
    modules: rows.modules.map((module) => ({
      ...module,
      lessons: of(rows.lessons, module.id),
      tests: of(rows.tests, module.id),
      labs: of(rows.labs, module.id),
      projects: of(rows.projects, module.id),
    })),
    tests: of(rows.tests, null),
    labs: of(rows.labs, null),
    projects: of(rows.projects, null),
  };
}
