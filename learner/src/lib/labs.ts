import {
  declareLabDone,
  getLabSolution,
  getPracticeLab,
  type LabRun,
  type LabState,
  revealHint,
  runLab,
  saveLabCode,
} from '@ourshiksha/contract/practice-lab';
import type { z } from 'zod';
import { messages } from '../messages/index.ts';
import { ask, CmsUnreachable, Refusal, type Visitor } from './cms.ts';
import { readForm } from './forms.ts';

export type LabView = z.output<typeof getPracticeLab.reply>;

/** The state of a lab that nobody has opened. */
export const untouchedLab: LabState = {
  status: 'not_started',
  code: null,
  code_saved_at: null,
  attempts: 0,
  hints: [],
  completed_at: null,
  verified_at: null,
};

/** Which lab, and on whose behalf. */
export interface LabOf {
  readonly visitor: Visitor;
  readonly course: number;
  readonly lab: number;
}
const paramsOf = ({ course, lab }: LabOf) => ({ course_id: course, lab_id: lab });

export const loadLab = (of: LabOf): Promise<LabView> =>
  ask(getPracticeLab, of.visitor, paramsOf(of));

/** The solution, or null while the lab is not completed. */
export async function loadSolution(of: LabOf, { state }: LabView): Promise<string | null> {
  if (state.status !== 'completed') return null;
  const { solution_code } = await ask(getLabSolution, of.visitor, paramsOf(of));
  return solution_code.trim() ? solution_code : null;
}

/** Milliseconds: a run may wait for its turn, and then takes its time. */
const RUN_PATIENCE = 40_000;

/** What each button of the lab's form does. */
const deeds = {
  save: async (of: LabOf, { code = '' }) => ask(saveLabCode, of.visitor, paramsOf(of), { code }),
  check: async (of: LabOf, { code = '' }) =>
    ask(runLab, of.visitor, paramsOf(of), { code }, undefined, RUN_PATIENCE),
  hint: async (of: LabOf, { number = '' }) =>
    ask(revealHint, of.visitor, paramsOf(of), { number: Number(number) }),
  done: async (of: LabOf) => ask(declareLabDone, of.visitor, paramsOf(of)),
  solution: async (of: LabOf) => ask(getLabSolution, of.visitor, paramsOf(of)),
} satisfies Record<string, (of: LabOf, fields: Record<string, string>) => Promise<object>>;

type Deed = keyof typeof deeds;
const isDeed = (name: string | undefined): name is Deed =>
  name !== undefined && Object.hasOwn(deeds, name);

/** Line ends as forms send them, turned back into those of the code. */
const asTyped = (code: string): string => code.replaceAll('\r\n', '\n');

export interface Posted {
  /** Set where the server has checked the code. */
  readonly run?: LabRun;
  /** Why it did not work; the code that came with it is shown again. */
  readonly problem?: string;
  readonly code?: string;
}

/** Takes the form of a page without scripts. Whatever happens, the code comes back into the page. */
export async function takeForm(of: LabOf, request: Request): Promise<Posted> {
  const fields = await readForm(request);
  const code = asTyped(fields.code ?? '');
  const deed = isDeed(fields.do) ? fields.do : 'save';
  try {
    // What was typed is kept before a hint or a word of honour answers with a new page.
    if (fields.code !== undefined && deed !== 'check') await deeds.save(of, { code });
    if (deed === 'check') return { run: (await deeds.check(of, { code })).run, code };
    if (deed !== 'save') await deeds[deed](of, fields);
    return { code };
  } catch (error) {
    if (error instanceof Refusal && error.status !== 401 && error.status !== 404)
      return { problem: error.message, code };
    // The server that runs labs is away, the one that shows pages may not be.
    if (error instanceof CmsUnreachable && deed === 'check')
      return { problem: messages.lab.unreachable, code };
    throw error;
  }
}

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

/** What the lab's own script asks for: the reply of the cms as it stands, or why there is none. */
export async function answerScript(
  of: LabOf,
  deed: string | undefined,
  request: Request,
): Promise<Response | null> {
  if (!isDeed(deed)) return null;
  const body: unknown = await request.json().catch(() => null);
  const fields = Object.fromEntries(
    Object.entries(typeof body === 'object' && body !== null ? body : {}).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
  try {
    return json(await deeds[deed](of, fields));
  } catch (error) {
    if (error instanceof Refusal)
      return json({ error: { code: error.code, message: error.message } }, error.status);
    if (!(error instanceof CmsUnreachable)) throw error;
    const message = messages.lab.unreachable;
    return json({ error: { code: 'cms.unreachable', message } }, 503);
  }
}
