import {
  declareLabDone,
  getLabSolution,
  getPracticeLab,
  revealHint,
  saveLabCode,
} from '@ourshiksha/contract/practice-lab';
import { labRunner } from '../../../lib/lab-runner/of-app';
import { route } from '../../../lib/route';
import { live } from '../../../lib/source';
import { readPinnedVersion } from '../../enrollment/enrollment';
import { readLabChecks, readLabState, readLastRun, readPracticeLab } from '../practice-lab';
import { run } from '../run';

const read = route(getPracticeLab, async ({ params: { course_id, lab_id }, database }) => {
  const version = await readPinnedVersion(database, course_id);
  const lab = await readPracticeLab(database, live, course_id, lab_id, version);
  const checks = await readLabChecks(database, lab_id, version);
  // Who reads a lab will run something soon; loading its language takes seconds.
  if (checks.verifiable && lab.runtime !== null) void labRunner(strapi).prepare(lab.runtime);
  return {
    lab,
    checks,
    state: await readLabState(database, course_id, lab_id),
    last_run: await readLastRun(database, lab_id),
  };
});

const save = route(saveLabCode, async ({ params, body, database }) => {
  const [saved] = await database.rows<{ code_saved_at: string }>(
    'select activity.save_lab_code($1, $2, $3) as code_saved_at',
    [params.course_id, params.lab_id, body.code.replaceAll('\0', '')],
  );
  return { code_saved_at: saved?.code_saved_at ?? '' };
});

const hint = route(revealHint, async ({ params: { course_id, lab_id }, body, database }) => {
  await database.rows('select activity.reveal_hint($1, $2, $3)', [course_id, lab_id, body.number]);
  return { state: await readLabState(database, course_id, lab_id) };
});

const declare = route(declareLabDone, async ({ params: { course_id, lab_id }, database }) => {
  await database.rows('select activity.declare_lab_done($1, $2)', [course_id, lab_id]);
  return { state: await readLabState(database, course_id, lab_id) };
});

const solution = route(getLabSolution, async ({ params: { course_id, lab_id }, database }) => {
  await readPinnedVersion(database, course_id);
  const [found] = await database.rows<{ solution_code: string }>(
    'select activity.lab_solution($1, $2) as solution_code',
    [course_id, lab_id],
  );
  return { solution_code: found?.solution_code ?? '' };
});

export default { routes: [read, save, hint, run, declare, solution] };
