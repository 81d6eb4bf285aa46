import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { differenceOf } from '../differences/compare';
import { nodeDifferenceOf } from '../differences/node';
import { impactOf } from '../impact';
import { mayRead } from '../permissions';
import { type KindName, tree } from '../tree';
import { adminOnly, draftOf, sent } from './request';

const version = z.coerce.number().int().min(1).max(2_147_483_647);
const side = z.union([z.literal('draft'), version]);
const sides = z.strictObject({ from: side.optional(), to: side.optional() });

const kinds = new Set<string>(tree.map(({ name }) => name));
const isKind = (name: unknown): name is KindName => typeof name === 'string' && kinds.has(name);

function nodeOf(context: Context): { kind: KindName; id: number } {
  const { kind } = context.params;
  const id = Number(context.params.id);
  if (!isKind(kind) || !Number.isInteger(id) || Math.abs(id) > 2_147_483_647)
    throw new Refusal(404, 'difference.not-found');
  return { kind, id };
}

/**
 * `GET /publisher/courses/:documentId/differences?from=<n|draft>&to=<n|draft>` → Difference; without
 * sides what a publish would change. Needs `plugin::publisher.read`, as all of these.
 */
const difference = {
  method: 'GET',
  path: '/courses/:documentId/differences',
  handler: (context: Context) =>
    answer(context, () => differenceOf(strapi, draftOf(context), sent(sides, context.query))),
  config: adminOnly(mayRead),
};

/** `GET …/differences/:kind/:id?from&to` → NodeDifference. */
const nodeDifference = {
  method: 'GET',
  path: '/courses/:documentId/differences/:kind/:id',
  handler: (context: Context) =>
    answer(context, () =>
      nodeDifferenceOf(strapi, draftOf(context), nodeOf(context), sent(sides, context.query)),
    ),
  config: adminOnly(mayRead),
};

/** `GET …/impact?to=<n|draft>` → Impact: whom publishing that state now would touch. */
const impact = {
  method: 'GET',
  path: '/courses/:documentId/impact',
  handler: (context: Context) =>
    answer(context, () =>
      impactOf(
        strapi,
        draftOf(context),
        sent(z.strictObject({ to: side.optional() }), context.query).to,
      ),
    ),
  config: adminOnly(mayRead),
};

export const differencesRoutes = [difference, nodeDifference, impact];
