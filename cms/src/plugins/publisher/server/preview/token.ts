import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../../../lib/refusal';

/**
 * The token of a preview link: `p1.<document id>.<end>.<signature>`. The end is in seconds since
 * 1970, base 36; the signature is HMAC-SHA-256 over what stands before it, base64url. It is kept
 * nowhere: whoever holds it may look at that one draft until the end, and at nothing else.
 */
const format = 'p1';
const form = /^p1\.([a-z0-9]{24})\.([0-9a-z]{1,9})\.([A-Za-z0-9_-]{43})$/;

export interface PreviewToken {
  /** The draft course's document id. */
  readonly documentId: string;
  readonly expiresAt: Date;
}

/** The key of preview links, of a secret that also serves other ends; neither tells the other. */
export function previewKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'ourshiksha preview link', 32));
}

const sign = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The end is cut to whole seconds. */
export function makePreviewToken(key: Buffer, { documentId, expiresAt }: PreviewToken): string {
  const end = Math.floor(expiresAt.getTime() / 1000).toString(36);
  const signed = `${format}.${documentId}.${end}`;
  return `${signed}.${sign(key, signed).toString('base64url')}`;
}

/**
 * What a token says, once it is known to be ours.
 *
 * @throws Refusal 403 `preview.invalid` for anything we did not sign, `preview.expired` after the end
 */
export function readPreviewToken(key: Buffer, token: string, now = new Date()): PreviewToken {
  const [, documentId = '', end = '', given = ''] = form.exec(token) ?? [];
  const expected = sign(key, `${format}.${documentId}.${end}`).toString('base64url');
  // The texts are compared, not what they decode to: 43 characters hold more than 32 bytes.
  const isOurs =
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  if (!isOurs) throw new Refusal(403, 'preview.invalid');
  const expiresAt = new Date(Number.parseInt(end, 36) * 1000);
  if (expiresAt <= now) throw new Refusal(403, 'preview.expired');
  return { documentId, expiresAt };
}
