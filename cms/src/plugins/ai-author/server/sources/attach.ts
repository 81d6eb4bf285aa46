import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { cleanName } from '../../../../lib/file-kinds';
import { Refusal } from '../../../../lib/refusal';
import type { Source } from '../wire';
import type { SourceKind } from './read/read';
import { readSource } from './reader';
import { keepSource, requireRoom } from './store';
import { fetchPage } from './web/fetch-page';

/** By a file name's ending. */
const kinds: Readonly<Record<string, SourceKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  pdf: 'pdf',
  docx: 'docx',
};

/** What a file of that name is read as. Refused with 422 where no such files are taken. */
export function kindOfFile(fileName: string): { name: string; kind: SourceKind } {
  const name = cleanName(fileName);
  const ending = name?.split('.').at(-1)?.toLowerCase() ?? '';
  const kind = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
  if (name === null || kind === undefined) throw new Refusal(422, 'ai.source-type', 'file');
  return { name, kind };
}

/** Attaches a file to a draft course, after it was read on a process of its own. */
export async function attachFile(
  app: Core.Strapi,
  course: string,
  actor: Administrator,
  file: { readonly fileName: string; readonly bytes: Uint8Array },
): Promise<Source> {
  const { name, kind } = kindOfFile(file.fileName);
  const read = await readSource({ kind, charset: null }, file.bytes);
  return keepSource(app, course, actor, { name, kind, url: null, read });
}

/** Attaches what stands at a URL of the public internet. */
export async function attachPage(
  app: Core.Strapi,
  course: string,
  actor: Administrator,
  address: string,
): Promise<Source> {
  await requireRoom(app, course);
  const { kind, charset, bytes, url } = await fetchPage(address);
  const read = await readSource({ kind, charset }, bytes);
  const name = read.title ?? `${new URL(url).host}${new URL(url).pathname}`;
  // A redirect may lead to an address without end.
  const kept = url.length <= 2000 ? url : address;
  return keepSource(app, course, actor, { name, kind, url: kept, read });
}
