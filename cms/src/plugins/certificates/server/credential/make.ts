import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { asGuru } from '../../../../lib/guru';
import { refusalFrom } from '../../../../lib/refusal';
import { buildCredential } from './build';
import { withProof } from './data-integrity';
import type { CredentialFacts } from './facts';
import { seconds } from './issuer';
import { asJwt } from './jwt';
import { type IssuerKey, readIssuerKey } from './keys';
import { entryOf } from './status-list';

export interface CredentialFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What `activity.certificate_to_draw` tells, as far as it goes into a credential. */
export interface CredentialSource extends Omit<CredentialFacts, 'issuer_url' | 'verification_url'> {
  readonly id: number;
  readonly secret: string;
  readonly design: { readonly issuer_url: string | null };
}

interface Standing {
  /** Null where it was erased. */
  readonly credential: string | null;
  /** The key it was signed with was revoked since. */
  readonly is_revoked: boolean;
}

let known: IssuerKey | undefined;

/** The key of this process, read once. */
export function issuerKey(): IssuerKey {
  known ??= readIssuerKey(environment().credentialSigningKey);
  return known;
}

/**
 * The credential of a certificate as the file that is attached to its PDF: made and put down when it is
 * first asked for, and the same letters from then on, also for whoever asks at the same moment. Null for
 * a certificate that was erased meanwhile; `revoked` where the key it was signed with was revoked since, so
 * that it proves nothing and is handed out to nobody.
 *
 * @throws Refusal `issuer-key.revoked` where that is the key of this process
 */
export async function makeCredential(
  app: Core.Strapi,
  told: CredentialSource,
): Promise<CredentialFile | 'revoked' | null> {
  const standing = (await readStanding(app, told.id)) ?? (await make(app, told));
  if (standing.is_revoked) return 'revoked';
  if (standing.credential === null) return null;
  return { fileName: 'credential.json', bytes: Buffer.from(standing.credential, 'utf8') };
}

async function isErased(app: Core.Strapi, certificate: number): Promise<boolean> {
  const rows = await asGuru(app, (database) =>
    database.rows('select from activity.certificate_secrets where issued_certificate_id = $1', [
      certificate,
    ]),
  );
  return rows.length === 0;
}

async function readStanding(app: Core.Strapi, certificate: number): Promise<Standing | undefined> {
  const [row] = await asGuru(app, (database) =>
    database.rows<Standing>(
      `select k.credential, exists (
          select from activity.issuer_key_revocations r where r.key_id = k.key_id) as is_revoked
        from activity.certificate_credentials k where k.issued_certificate_id = $1`,
      [certificate],
    ),
  );
  return row;
}

/** How often a bit may be taken by another certificate between looking for one and writing it down. */
const tries = 5;

async function make(app: Core.Strapi, told: CredentialSource): Promise<Standing> {
  const { learnerUrl } = environment();
  const { secret, design, ...facts } = told;
  const key = issuerKey();
  const now = seconds(new Date());
  for (let attempt = 1; attempt <= tries; attempt++) {
    const [free] = await asGuru(app, (database) =>
      database.rows<{ index: number }>('select activity.free_status_index($1) as index', [told.id]),
    );
    if (free === undefined) throw new Error('The database gave no bit for a credential.');
    const unsigned = buildCredential(
      {
        ...facts,
        issuer_url: design.issuer_url,
        verification_url: `${learnerUrl}/c/${secret}`,
      },
      learnerUrl,
      entryOf(free.index),
    );
    const credential = JSON.stringify(await withProof(unsigned, key, now), null, 2);
    const [kept] = await asGuru(app, (database) =>
      database.rows<{ credential: string | null }>(
        'select credential from activity.keep_credential($1, $2, $3, $4, $5)',
        [told.id, credential, asJwt(unsigned, key), key.id, free.index],
      ),
    ).catch((error: unknown) => {
      throw refusalFrom(error) ?? error;
    });
    if (kept?.credential === credential) return { credential, is_revoked: false };
    // Somebody else was first, maybe with another key.
    const standing = kept && (await readStanding(app, told.id));
    if (standing !== undefined) return standing;
    // Erased while it was being made.
    if (await isErased(app, told.id)) return { credential: null, is_revoked: false };
  }
  throw new Error(`No free bit was found for the credential of ${told.certificate_number}.`);
}
