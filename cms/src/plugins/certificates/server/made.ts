import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { asGuru } from '../../../lib/guru';
import { type CredentialSource, makeCredential } from './credential/make';
import type { CertificateFacts, Design, MarksheetFacts } from './facts';
import { certificateFileName, marksheetFileName } from './file';
import { printCertificate, printMarksheet } from './press';

/** A paper as it is handed out. */
export interface Paper {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A design as the database tells it, pictures in base 64. */
interface ToldDesign extends Omit<Design, 'logo' | 'signatories'> {
  readonly logo: string | null;
  readonly signatories: readonly {
    readonly name: string;
    readonly title: string;
    readonly signature: string | null;
  }[];
}

type Told<Facts> = Omit<Facts, 'design' | 'verification_url' | 'verify_url' | 'credential'> & {
  readonly secret: string;
  readonly design: ToldDesign;
};

/**
 * The certificate as it is to be handed out; null where its holder was erased. A credential whose key was
 * revoked before the drawing is not attached. Refuses like `makeCredential`.
 */
export async function certificatePaper(app: Core.Strapi, number: string): Promise<Paper | null> {
  const told = await factsOf<Told<CertificateFacts> & CredentialSource>(
    app,
    'certificate_to_draw',
    number,
  );
  if (told === null) return null;
  const credential = await makeCredential(app, told);
  if (credential === null) return null;
  const { learnerUrl } = environment();
  const bytes = await printCertificate({
    ...told,
    ...(credential === 'revoked' ? {} : { credential }),
    design: designOf(told.design),
    verification_url: `${learnerUrl}/c/${told.secret}`,
    verify_url: `${learnerUrl}/verify`,
  });
  return { name: certificateFileName(number), bytes };
}

/** A revision of a marksheet as it is to be handed out; null where its holder was erased. */
export async function marksheetPaper(app: Core.Strapi, id: number): Promise<Paper | null> {
  const told = await factsOf<Told<MarksheetFacts>>(app, 'marksheet_to_draw', id);
  if (told === null) return null;
  const { learnerUrl } = environment();
  const bytes = await printMarksheet({
    ...told,
    design: designOf(told.design),
    verification_url: `${learnerUrl}/m/${told.secret}`,
    verify_url: `${learnerUrl}/verify`,
  });
  return { name: marksheetFileName(told.certificate_number, told.revision), bytes };
}

async function factsOf<Facts>(
  app: Core.Strapi,
  source: 'certificate_to_draw' | 'marksheet_to_draw',
  key: string | number,
): Promise<Facts | null> {
  const [row] = await asGuru(app, (database) =>
    database.rows<{ facts: Facts | null }>(`select activity.${source}($1) as facts`, [key]),
  );
  return row?.facts ?? null;
}

const bytesOf = (base64: string | null): Uint8Array | null =>
  base64 === null ? null : Buffer.from(base64, 'base64');

const designOf = (told: ToldDesign): Design => ({
  ...told,
  logo: bytesOf(told.logo),
  signatories: told.signatories.map(({ name, title, signature }) => ({
    name,
    title,
    signature: bytesOf(signature),
  })),
});
