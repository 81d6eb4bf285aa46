import { endpoints } from '../../cms/src/api/openapi/document.ts';
import { soundBodies } from '../../scripts/testing/api.ts';
import type { Door } from './table.ts';

/** What stands for the parameters of a path: of the right form, and of nothing that is there. */
const parameters: Readonly<Record<string, string>> = {
  version: '1',
  kind: 'lesson',
  model: 'api::question.draft-question',
  uid: 'api::question.draft-question',
  contentType: 'api::question.draft-question',
  targetField: 'draft_test',
  provider: 'local',
  name: 'nothing',
  path: 'nothing',
  number: 'OS-2026-00000-00000',
  certificate_number: 'OS-2026-00000-00000',
  secret: '0123456789abcdefghjkmnpqrs',
  sha256: '0'.repeat(64),
  sourceId: 'x'.repeat(24),
  sessionId: 'x'.repeat(24),
};

/** The address of a door, with an own course of the author where it names one. */
export function addressOf({ path }: Door, documentId: string): string {
  const id = path.startsWith('/content-manager/') ? 'x'.repeat(24) : '999999';
  return path
    .replace('((?!uploads/).+)', 'nothing')
    .replaceAll('(.*)', 'nothing')
    .replaceAll(/:(\w+)\*?/g, (_, name: string) =>
      name === 'documentId' ? documentId : (parameters[name] ?? id),
    );
}

/** By verb and path: a body that keeps the contract, as a wrong one is refused before anything else. */
const contractBodies = new Map(
  [...endpoints].map(([name, { method, path }]) => [`${method} /api${path}`, soundBodies[name]]),
);

export interface Asked {
  readonly url: string;
  readonly door: Door;
  readonly documentId: string;
  readonly token: string | undefined;
}

/** What a door answers; the reply is not read, it may never end. */
export async function statusOf({ url, door, documentId, token }: Asked): Promise<number> {
  const body = contractBodies.get(`${door.verb} ${door.path}`) ?? {};
  const response = await fetch(`${url}${addressOf(door, documentId)}`, {
    method: door.verb,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(door.verb === 'GET' ? {} : { 'content-type': 'application/json' }),
    },
    ...(door.verb === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  await response.body?.cancel();
  return response.status;
}
