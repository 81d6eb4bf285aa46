import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { asGuru } from '../../../../lib/guru';
import { refusalFrom } from '../../../../lib/refusal';
import { withProof } from './data-integrity';
import { seconds } from './issuer';
import { issuerKey } from './make';
import { buildStatusList } from './status-list';

/**
 * Puts down this school's key at the start, and those of REVOKED_SIGNERS as revoked. A key that was
 * revoked cannot sign any more, so the start stops there.
 */
export async function settleIssuerKeys(app: Core.Strapi): Promise<void> {
  await asGuru(app, async (database) => {
    for (const key of environment().revokedSigners) {
      const [row] = await database.rows<{ known: boolean }>(
        'select activity.revoke_issuer_key($1) as known',
        [key],
      );
      if (!row?.known) app.log.warn(`REVOKED_SIGNERS names ${key}, which never signed here.`);
    }
    await database.rows('select activity.use_issuer_key($1)', [issuerKey().id]);
  }).catch((error: unknown) => {
    throw refusalFrom(error) ?? error;
  });
}

/** Milliseconds for which a signed list is handed out again: a revocation is seen within that time. */
const freshFor = 10_000;

interface Fresh {
  readonly until: number;
  readonly text: Promise<string | null>;
}

const listsKey = 'ourshiksha.status-lists';
function listsOf(app: Core.Strapi): Map<number, Fresh> {
  if (!app.has(listsKey)) app.add(listsKey, new Map());
  return app.get(listsKey) as Map<number, Fresh>;
}

/** The status list with this number, signed a moment ago; null where nobody's credential names it. */
export async function statusList(app: Core.Strapi, list: number): Promise<string | null> {
  const lists = listsOf(app);
  const fresh = lists.get(list);
  if (fresh !== undefined && fresh.until > Date.now()) return fresh.text;
  const text = sign(app, list);
  lists.set(list, { until: Date.now() + freshFor, text });
  // Neither a failure nor a number that somebody made up is kept.
  const signed = await text.catch((error: unknown) => {
    lists.delete(list);
    throw error;
  });
  if (signed === null) lists.delete(list);
  return signed;
}

async function sign(app: Core.Strapi, list: number): Promise<string | null> {
  const now = new Date();
  const [row] = await asGuru(app, (database) =>
    database.rows<{ bits: number[] | null }>('select activity.revoked_bits($1) as bits', [list]),
  );
  if (row === undefined || row.bits === null) return null;
  const { learnerUrl } = environment();
  const unsigned = buildStatusList(learnerUrl, list, row.bits, now);
  return JSON.stringify(await withProof(unsigned, issuerKey(), seconds(now)));
}
