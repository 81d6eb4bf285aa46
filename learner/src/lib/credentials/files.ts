import { parseFields } from './json.ts';

export type Kind = 'credential' | 'issuer' | 'list' | 'unknown';

/** What a file seems to be, so that people may choose them in any order. It proves nothing. */
export function kindOf(text: string): Kind {
  if (/^\s*[\w-]+\.[\w-]+\.[\w-]*\s*$/.test(text)) return 'credential';
  const fields = parseFields(text);
  if (fields === null) return 'unknown';
  if (Array.isArray(fields.verificationMethod)) return 'issuer';
  const types = [fields.type].flat();
  if (types.includes('BitstringStatusListCredential')) return 'list';
  return types.includes('VerifiableCredential') ? 'credential' : 'unknown';
}
