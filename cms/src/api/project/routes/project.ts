import { getProject } from '@ourshiksha/contract/project';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readProject } from '../project';

const read = route(getProject, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  const { course_id, project_id } = params;
  return { project: await readProject(database, live, course_id, project_id, version) };
});

export default { routes: [read] };
