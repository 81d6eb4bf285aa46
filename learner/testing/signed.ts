import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DidDocument } from '@ourshiksha/contract/credential';

interface Signed {
  readonly credential: object;
  readonly jwt: string;
  readonly didDocument: DidDocument;
  readonly statusList: object;
}

/**
 * A credential that was signed in November 2026, with its school's keys and a status list of that day. It
 * is never signed anew: what was handed out once must be accepted for ever.
 */
export const signed = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'credential-sample.json'), 'utf8'),
) as Signed;
