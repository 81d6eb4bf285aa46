import type { Project } from '@ourshiksha/contract/project';
import { Refusal } from '../../lib/refusal';
import type { Reader, Source } from '../../lib/source';

/** A project of one version with its steps, or the refusal. */
export async function readProject(
  database: Reader,
  source: Source,
  courseId: number,
  projectId: number,
  version: number,
): Promise<Project> {
  const [project] = await database.rows<Project>(
    `select p.id, p.version, p.course_id, p.module_id, p.title, p.description, p.problem_statement, p.objectives,
      p.deliverables, p.submission_instructions, p.tech_stack, p.evaluation_checklist, p.difficulty,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'step_number', s.step_number, 'title', s.title,
          'description', s.description, 'code_snippet', s.code_snippet, 'tips', s.tips)
          order by s.step_number, s.id), '[]')
        from ${source.rows('project_steps')} s where s.project_id = p.id and s.version = p.version) as steps
    from ${source.rows('projects')} p where p.id = $1 and p.version = $2 and p.course_id = $3`,
    [projectId, version, courseId],
  );
  if (project === undefined) throw new Refusal(404, 'project.not-found');
  return project;
}
