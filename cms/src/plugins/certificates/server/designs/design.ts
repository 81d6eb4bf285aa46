import { z } from 'zod';
import type { Design } from '../facts';
import type { DesignForm } from '../wire';
import { largestLogo, largestSignature } from './limits';
import { pictureFrom } from './picture';

const words = z.string().trim().min(1).max(120);
/** Four letters of base 64 for each three bytes, and room to be told the limit instead of a bare refusal. */
const picture = z.base64().max(3_000_000).nullable();

/** What the form sends; pictures as base 64. */
export const designForm: z.ZodType<DesignForm> = z.strictObject({
  issuerName: words,
  issuerUrl: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable(),
  accent: z.string().regex(/^#[0-9a-f]{6}$/),
  paper: z.enum(['a4', 'letter']),
  logo: picture,
  signatories: z
    .array(z.strictObject({ name: words, title: z.string().trim().max(120), signature: picture }))
    .max(3),
});

/**
 * A form as drawing and the database take it, every picture looked at.
 *
 * @throws Refusal `design.picture-…`
 */
export async function designFrom(form: DesignForm): Promise<Design> {
  const { issuerName, issuerUrl, accent, paper } = form;
  const logo =
    form.logo === null
      ? null
      : await pictureFrom(form.logo, {
          field: 'logo',
          kinds: ['png', 'jpeg'],
          largest: largestLogo,
        });
  const signatories: Design['signatories'][number][] = [];
  for (const [index, { name, title, signature }] of form.signatories.entries()) {
    const demands = {
      field: `signatories.${index}.signature`,
      kinds: ['png'],
      largest: largestSignature,
    } as const;
    signatories.push({
      name,
      title,
      signature: signature === null ? null : await pictureFrom(signature, demands),
    });
  }
  return { issuer_name: issuerName, issuer_url: issuerUrl, accent, paper, logo, signatories };
}
