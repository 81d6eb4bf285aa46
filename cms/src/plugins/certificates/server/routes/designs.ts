import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { environment } from '../../../../lib/environment';
import { answer } from '../../../../lib/route';
import { idOf } from '../../../records/server/routes/request';
import { designForm, designFrom } from '../designs/design';
import { drawSpecimen } from '../designs/specimen';
import { designEntry, designLines, saveDesign } from '../designs/store';
import { mayDesign } from '../permissions';
import { templates } from '../templates';
import type { Specimen } from '../wire';

const specimenWanted = z.strictObject({ template: z.enum(templates), design: designForm });

/** `GET /certificates/designs` → DesignLine[]. */
const list = {
  method: 'GET',
  path: '/designs',
  handler: (context: Context) => answer(context, () => designLines(strapi)),
  config: adminOnly(mayDesign),
};

/** `GET /certificates/designs/:id` → DesignEntry. */
const one = {
  method: 'GET',
  path: '/designs/:id',
  handler: (context: Context) =>
    answer(context, () => designEntry(strapi, idOf(context, 'design.not-found'))),
  config: adminOnly(mayDesign),
};

/** `POST /certificates/designs` with a DesignForm → `{ id }`. */
const save = {
  method: 'POST',
  path: '/designs',
  handler: (context: Context) =>
    answer(context, async () => {
      const design = await designFrom(sent(designForm, context.request.body));
      return { id: await saveDesign(strapi, actorOf(context), design) };
    }),
  config: adminOnly(mayDesign),
};

/** `POST /certificates/specimen` with `{ template, design }` → Specimen. */
const specimen = {
  method: 'POST',
  path: '/specimen',
  handler: (context: Context) =>
    answer(context, async () => {
      const { template, design } = sent(specimenWanted, context.request.body);
      const verifyUrl = `${environment().learnerUrl}/verify`;
      const pdf = await drawSpecimen(await designFrom(design), template, verifyUrl, new Date());
      return { pdf: Buffer.from(pdf).toString('base64') } satisfies Specimen;
    }),
  config: adminOnly(mayDesign),
};

export const designsRoutes = [list, one, save, specimen];
