import { getProject, type Project } from '@ourshiksha/contract/project';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import { readPinnedVersion } from '../../enrollment/enrollment';

const read = route(getProject, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  const [project] = await database.rows<Project>(
    `select p.id, p.version, p.course_id, p.module_id, p.title, p.description, p.problem_statement, p.objectives,
      p.deliverables, p.submission_instructions, p.tech_stack, p.evaluation_checklist, p.difficulty,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'step_number', s.step_number, 'title', s.title,
          'description', s.description, 'code_snippet', s.code_snippet, 'tips', s.tips)
          order by s.step_number, s.id), '[]')
        from live.project_steps s where s.project_id = p.id and s.version = p.version) as steps
    from live.projects p where p.id = $1 and p.version = $2 and p.course_id = $3`,
    [params.project_id, version, params.course_id],
  );
  if (project === undefined) throw new Refusal(404, 'project.not-found');
  return { project };
});

export default { routes: [read] };
