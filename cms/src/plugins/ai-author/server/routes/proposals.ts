import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { accept, acceptMany, reject, reopen, undo } from '../accept';
import { askAgain } from '../jobs/control';
import { stepsOf } from '../jobs/records';
import { mayUse } from '../permissions';
import { proposalsOf } from '../store';
import { type Proposal, type ProposalPage, proposalStates } from '../wire';
import { courseOf, documentName, kindName, nothing, numberOf, rowId } from './asked';

const fields = z.record(z.string(), z.unknown());
const filter = z.strictObject({
  state: z.enum(proposalStates).optional(),
  kind: kindName.optional(),
  entry: documentName.optional(),
  job: rowId.optional(),
  before: rowId.optional(),
});
const acceptance = z.strictObject({
  fields: fields.optional(),
  children: z
    .array(z.strictObject({ kind: kindName, fields }))
    .max(100)
    .optional(),
  overwrite: z.boolean().optional(),
  /** Whoever accepts one has it before their eyes. */
  isReviewed: z.literal(true).default(true),
});
const many = z.strictObject({ ids: z.array(rowId).min(1).max(500) });
const taking = z.strictObject({ overwrite: z.boolean().optional() });
const remarked = z.strictObject({ remark: z.string().trim().min(1).max(2000) });

const pageSize = 50;
const below = (path: string) => `/courses/:documentId/proposals${path}`;
const config = adminOnly(mayUse);

/** The proposal of the path. Refuses one of another course as one that is not there. */
async function proposalOf(context: Context): Promise<Proposal> {
  const id = numberOf(context, 'pid', 'ai.proposal-not-found');
  const [found] = await asGuru(strapi, (database) =>
    proposalsOf(database, { ids: [id], course: courseOf(context) }),
  );
  if (found === undefined) throw new Refusal(404, 'ai.proposal-not-found');
  return found;
}

/** `GET …/proposals?state&kind&entry&job&before` → ProposalPage. */
const list = {
  method: 'GET',
  path: below(''),
  handler: (context: Context) =>
    answer(context, async (): Promise<ProposalPage> => {
      const wanted = sent(filter, context.query);
      const found = await asGuru(strapi, (database) =>
        proposalsOf(database, { ...wanted, course: courseOf(context), most: pageSize + 1 }),
      );
      const rows = found.slice(0, pageSize);
      return { rows, next: found.length > pageSize ? (rows.at(-1)?.id ?? null) : null };
    }),
  config,
};

/** A decision about one proposal, which it then answers as it is. */
const decision = <Body>(
  name: string,
  body: z.ZodType<Body>,
  decide: (id: number, body: Body, context: Context) => Promise<unknown>,
) => ({
  method: 'POST',
  path: below(`/:pid/${name}`),
  handler: (context: Context) =>
    answer(context, async () => {
      const wanted = sent(body, context.request.body);
      const { id } = await proposalOf(context);
      await decide(id, wanted, context);
      return proposalOf(context);
    }),
  config,
});

/** `POST …/proposals/:pid/accept` with `{ fields?, children?, overwrite? }` → Proposal. */
const acceptOne = decision('accept', acceptance, (id, body, context) =>
  accept(strapi, id, { ...body, actor: actorOf(context) }),
);

/** `POST …/proposals/:pid/reject` → Proposal. */
const rejectOne = decision('reject', nothing, (id, _, context) =>
  reject(strapi, id, { actor: actorOf(context) }),
);

/** `POST …/proposals/:pid/undo` with `{ overwrite? }` → Proposal. */
const undoOne = decision('undo', taking, (id, { overwrite }, context) =>
  undo(strapi, id, { overwrite, actor: actorOf(context) }),
);

/** `POST …/proposals/:pid/reopen` → Proposal, of one that was rejected or undone. */
const reopenOne = decision('reopen', nothing, (id) => reopen(strapi, id));

/** `POST …/proposals/:pid/again` with `{ remark }` → Step: the answer comes as a step of the same job. */
const again = {
  method: 'POST',
  path: below('/:pid/again'),
  handler: (context: Context) =>
    answer(context, async () => {
      const { remark } = sent(remarked, context.request.body);
      const pid = numberOf(context, 'pid', 'ai.proposal-not-found');
      const { jobId, stepId } = await askAgain(strapi, courseOf(context), pid, remark);
      const [step] = await asGuru(strapi, (database) => stepsOf(database, jobId, [stepId]));
      return step;
    }),
  config,
};

/** `POST …/proposals/accept` with `{ ids }` → `{ accepted, refused }`; none of them counts as reviewed. */
const acceptSeveral = {
  method: 'POST',
  path: below('/accept'),
  handler: (context: Context) =>
    answer(context, async () => {
      const { ids } = sent(many, context.request.body);
      const found = await asGuru(strapi, (database) =>
        proposalsOf(database, { ids, course: courseOf(context) }),
      );
      if (found.length < new Set(ids).size) throw new Refusal(404, 'ai.proposal-not-found');
      return acceptMany(strapi, ids, { actor: actorOf(context) });
    }),
  config,
};

export const proposalsRoutes = [
  list,
  acceptSeveral,
  acceptOne,
  rejectOne,
  undoOne,
  reopenOne,
  again,
];
