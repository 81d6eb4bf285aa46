import type * as contract from '@ourshiksha/contract/account';
import { Refusal } from '../../lib/refusal';
import type { AccountRequest } from './account-route';
import { accountByAddress, addUnconfirmed } from './accounts';
import { digestOf, normalAddress } from './address';
import { admit, onMail } from './limits';
import { hurryMails, sendLater } from './mails';
import { hashOf, refuseWeak } from './passwords';

/**
 * Whoever owns the address learns from the mail what came of it; whoever typed it hears the same in
 * every case. A registration that was never confirmed gives way to the next one, password and all: it
 * may have been a stranger's, made to be confirmed by the owner.
 */
export async function register({
  body,
  visitor,
  transaction,
}: AccountRequest<typeof contract.register>): Promise<Record<string, never>> {
  const address = normalAddress(body.email);
  refuseWeak(body.password, { name: body.name, email: address });
  await admit(strapi, 'mail.limited', onMail(address, visitor.ipAddress));
  const hash = await hashOf(strapi, body.password);
  await transaction(async (database) => {
    const owner = await accountByAddress(database, address);
    if (owner?.confirmed) {
      await sendLater(strapi, database, { kind: 'exists', address });
      return;
    }
    await addUnconfirmed(database, { name: body.name, address, hash });
    await sendLater(strapi, database, { kind: 'confirm', address });
  });
  hurryMails(strapi);
  return {};
}

export async function sendConfirmation({
  body,
  visitor,
  transaction,
}: AccountRequest<typeof contract.sendConfirmation>): Promise<Record<string, never>> {
  const address = normalAddress(body.email);
  await admit(strapi, 'mail.limited', onMail(address, visitor.ipAddress));
  await transaction((database) => sendLater(strapi, database, { kind: 'confirm', address }));
  hurryMails(strapi);
  return {};
}

export async function confirmAccount({
  body,
  transaction,
}: AccountRequest<typeof contract.confirmAccount>): Promise<Record<string, never>> {
  await transaction(async (database) => {
    const [used] = await database.rows<{ user_id: number; address: string }>(
      `select user_id, address from activity.use_account_token('confirm', $1)`,
      [digestOf(body.token)],
    );
    // The learner side is made by a trigger in this transaction.
    const confirmed =
      used &&
      (await database.change(
        `update cms.up_users set confirmed = true, updated_at = clock_timestamp()
        where id = $1 and lower(email) = $2 and not coalesce(confirmed, false)`,
        [used.user_id, used.address],
      ));
    if (!confirmed) throw new Refusal(410, 'link.invalid');
  });
  return {};
}
