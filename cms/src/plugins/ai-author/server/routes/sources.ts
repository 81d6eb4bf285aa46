import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru, readAsGuru } from '../../../../lib/guru';
import { boundaryOf, DamagedForm, readParts } from '../../../../lib/multipart';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { bodyOf, bounded, endUnread, unreadForm } from '../../../../lib/unread-form';
import { mayUse } from '../permissions';
import {
  attachFile,
  attachPage,
  removeSource,
  requireRoom,
  sourceRecord,
  sourcesOf,
} from '../sources';
import { kindOfFile } from '../sources/attach';
import { mostBytes } from '../sources/limits';
import { courseOf } from './asked';

const page = z.strictObject({ url: z.string().trim().min(1).max(2000) });
const place = z.strictObject({
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
});

function idOf(context: Context): number {
  const id = Number(context.params.id);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647)
    throw new Refusal(404, 'ai.source-not-found');
  return id;
}

/** `GET /ai-author/courses/:documentId/sources` → Source[], the newest first. */
const list = {
  method: 'GET',
  path: '/courses/:documentId/sources',
  handler: (context: Context) =>
    answer(context, () => asGuru(strapi, (database) => sourcesOf(database, courseOf(context)))),
  config: adminOnly(mayUse),
};

/**
 * `POST …/sources` with a form whose field `file` is a Markdown, text, PDF or Word file of 20 MB at most,
 * or with `{ url }` of a page of the public internet → Source. Answers when it was read, 30 s at most.
 */
const attach = {
  method: 'POST',
  path: '/courses/:documentId/sources',
  handler: async (context: Context) => {
    await answer(context, async () => {
      const course = courseOf(context);
      const type = context.state[unreadForm];
      if (typeof type !== 'string') {
        const { url } = sent(page, context.request.body);
        return attachPage(strapi, course, actorOf(context), url);
      }
      await requireRoom(strapi, course);
      return attachFile(strapi, course, actorOf(context), await receive(context, type));
    });
    endUnread(context);
  },
  config: adminOnly(mayUse),
};

/** The one file of the form, in memory. Refused at the first byte too many. */
async function receive(
  context: Context,
  type: string,
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const boundary = boundaryOf(type);
  if (boundary === null) throw new Refusal(400, 'upload.not-multipart', 'file');
  const tooLarge = () => new Refusal(413, 'ai.source-too-large', 'file');
  // With room for boundaries and headers.
  const most = mostBytes + 64 * 1024;
  if ((context.request.length ?? 0) > most) throw tooLarge();
  try {
    for await (const part of readParts(bounded(bodyOf(context, 'file'), most, 'file'), boundary)) {
      if (part.field !== 'file' || !part.fileName) continue;
      kindOfFile(part.fileName);
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const piece of part.body) {
        length += piece.length;
        if (length > mostBytes) throw tooLarge();
        pieces.push(piece);
      }
      return { fileName: part.fileName, bytes: Buffer.concat(pieces) };
    }
  } catch (error) {
    if (error instanceof DamagedForm) throw new Refusal(400, 'upload.damaged', 'file');
    throw error;
  }
  throw new Refusal(422, 'file.none', 'file');
}

/** `GET …/sources/:id?after=<position>` → SourceRecord: what the model gets to read of it. */
const one = {
  method: 'GET',
  path: '/courses/:documentId/sources/:id',
  handler: (context: Context) =>
    answer(context, () => {
      const { after } = sent(place, context.query);
      return readAsGuru(strapi, (database) =>
        sourceRecord(database, courseOf(context), idOf(context), after),
      );
    }),
  config: adminOnly(mayUse),
};

/** `DELETE …/sources/:id` → `{ id }`. What cites it keeps its words. */
const remove = {
  method: 'DELETE',
  path: '/courses/:documentId/sources/:id',
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context);
      await removeSource(strapi, courseOf(context), id);
      return { id };
    }),
  config: adminOnly(mayUse),
};

export const sourcesRoutes = [list, attach, one, remove];
