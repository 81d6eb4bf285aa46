import { getPracticeLab } from '@ourshiksha/contract/practice-lab';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readPracticeLab } from '../practice-lab';

const read = route(getPracticeLab, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  return { lab: await readPracticeLab(database, live, params.course_id, params.lab_id, version) };
});

export default { routes: [read] };
