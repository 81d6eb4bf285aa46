import { runLab } from '@ourshiksha/contract/practice-lab';
import { asGuru } from '../../lib/guru';
import type { Runtime } from '../../lib/lab-runner/languages';
import { labRunner } from '../../lib/lab-runner/of-app';
import { AlreadyRunning, type Run, RunnerBusy } from '../../lib/lab-runner/runner';
import type { LabTask, Observed } from '../../lib/lab-runner/task';
import { once } from '../../lib/once';
import { Refusal } from '../../lib/refusal';
import { answer, idempotencyKey, type Route, requested, visitorOf } from '../../lib/route';
import { asStudent, type StudentDatabase, type Visitor } from '../../lib/students';
import { studentsPool } from '../../lib/students-pool';
import { readLabState, readRun } from './practice-lab';

/**
 * Stores the code and opens a run, as the student; runs it in the jail; hands what was seen to the
 * database, which judges. No transaction and no connection is held while the code runs, and a place in
 * the jail is waited for before anything is written.
 */
export const run: Route = {
  method: runLab.method,
  path: runLab.path,
  config: { auth: false },
  handler: async (context) => {
    await answer(context, async () => {
      const { params, body } = requested(runLab, context);
      const { course_id, lab_id } = params;
      const visitor = visitorOf(context, 'student');
      const key = idempotencyKey(context);
      const code = body.code.replaceAll('\0', '');
      const start = async (database: StudentDatabase): Promise<{ run_id: number }> => {
        const [started] = await database.rows<{ run_id: number }>(
          'select activity.start_lab_run($1, $2, $3) as run_id',
          [course_id, lab_id, code],
        );
        return { run_id: started?.run_id ?? 0 };
      };
      const runId = await withPlace(visitor, async (runTask) => {
        const { reply, isReplayed } = await inTransaction(visitor, 'write', async (database) => {
          if (key === undefined) return { reply: await start(database), isReplayed: false };
          return once(database, key, { method: runLab.method, path: context.path, body }, () =>
            start(database),
          );
        });
        if (isReplayed) context.set('Idempotent-Replayed', 'true');
        else await judge(reply.run_id, runTask);
        return reply.run_id;
      });
      return inTransaction(visitor, 'read', async (database) =>
        runLab.reply.parse({
          run: await readRun(database, runId),
          state: await readLabState(database, course_id, lab_id),
        }),
      );
    });
  },
};

async function withPlace<Result>(
  visitor: Visitor,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  try {
    return await labRunner(strapi).withPlace(String(visitor.userId), work);
  } catch (error) {
    if (error instanceof RunnerBusy) throw new Refusal(503, 'lab.busy');
    if (error instanceof AlreadyRunning) throw new Refusal(409, 'lab.run-open');
    throw error;
  }
}

function inTransaction<Result>(
  visitor: Visitor,
  mode: 'read' | 'write',
  work: (database: StudentDatabase) => Promise<Result>,
): Promise<Result> {
  return asStudent(studentsPool(strapi), visitor, mode, (database) => {
    if (database.studentId === null) throw new Refusal(403, 'student.not-active');
    return work(database);
  });
}

interface Material {
  readonly runtime: Runtime;
  readonly setup_code: string;
  readonly code: string;
  readonly expressions: readonly string[];
}

/** Runs an open run and reports what was seen; a runner that fails is reported as a crash. */
async function judge(runId: number, runTask: Run): Promise<void> {
  const [material] = await asGuru(strapi, (database) =>
    database.rows<Material>('select * from activity.lab_run_material($1)', [runId]),
  );
  if (material === undefined) return;
  const { setup_code: setup, ...rest } = material;
  const observed = await observe({ ...rest, setup }, runTask);
  await asGuru(strapi, (database) =>
    database.rows('select activity.record_lab_run($1, $2)', [runId, JSON.stringify(observed)]),
  );
}

async function observe(task: LabTask, runTask: Run): Promise<Observed> {
  try {
    return await runTask(task);
  } catch (error) {
    strapi.log.error(`A lab could not be run: ${error instanceof Error ? error.stack : error}`);
    return { status: 'crashed', output: '', error: null, values: [], ms: 0 };
  }
}
