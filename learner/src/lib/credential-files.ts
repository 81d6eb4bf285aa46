import {
  credentialJwtPath,
  credentialPath,
  type DidDocument,
  getIssuer,
  statusListPath,
} from '@ourshiksha/contract/credential';
import { ask, failureOf, fetchCms, site, type Visitor } from './cms.ts';

/** Who issues here, for everybody the same. */
export async function loadIssuer(): Promise<DidDocument> {
  return (await ask(getIssuer, site)).did_document;
}

/** A signed file of the cms, letter for letter; null where there is none. */
async function signedFile(
  path: string,
  visitor: Visitor,
  caching: string,
): Promise<Response | null> {
  const response = await fetchCms(`/api${path}`, { ...visitor, token: null });
  if (response.status === 404) return null;
  if (!response.ok) throw await failureOf(response);
  const headers = new Headers({
    'Cache-Control': caching,
    // Verifiers on other sites read it, and nobody is signed in by it.
    'Access-Control-Allow-Origin': '*',
  });
  for (const name of ['Content-Type', 'Content-Disposition']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(response.body, { headers });
}

const form = /^[0-9A-Za-z-]{1,40}$/;

export const credentialFile = (visitor: Visitor, secret: string) =>
  form.test(secret) ? signedFile(credentialPath(secret), visitor, 'private, no-store') : null;

export const credentialJwt = (visitor: Visitor, secret: string) =>
  form.test(secret) ? signedFile(credentialJwtPath(secret), visitor, 'private, no-store') : null;

/** A revocation must be seen within a minute; the cms signs a list anew every ten seconds. */
export const statusList = (visitor: Visitor, list: string) =>
  /^\d{1,4}$/.test(list) ? signedFile(statusListPath(list), visitor, 'public, max-age=30') : null;
