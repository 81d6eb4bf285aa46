import { getPracticeLab } from '@ourshiksha/contract/practice-lab';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readLabState, readPracticeLab } from '../practice-lab';

const read = route(getPracticeLab, async ({ params, database }) => {
  const version = await readPinnedVersion(database, params.course_id);
  return {
    lab: await readPracticeLab(database, live, params.course_id, params.lab_id, version),
    checks: { verifiable: false, hidden_test_count: 0 },
    state: await readLabState(database, params.lab_id),
    last_run: null,
  };
});

export default { routes: [read] };
