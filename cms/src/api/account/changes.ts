import { randomUUID } from 'node:crypto';
import type * as contract from '@ourshiksha/contract/account';
import { noteIn } from '../../lib/audit';
import { asGuru } from '../../lib/guru';
import { Refusal } from '../../lib/refusal';
import type { AccountRequest } from './account-route';
import { type Account, lockedAccount, setAddress, setPassword } from './accounts';
import { digestOf, normalAddress } from './address';
import { admit, forgive, onAccount, onMail, onUser } from './limits';
import { logTag } from './log-tag';
import { hurryMails, sendLater } from './mails';
import { hashOf, isPassword, refuseWeak } from './passwords';
import { openSession } from './sign-in';

const subject = 'cms.up_users';

/** The account of who is signed in, once they gave their password again: a session may be a stranger's. */
export async function provenAccount(
  userId: number,
  password: string,
  transaction: AccountRequest<typeof contract.changePassword>['transaction'],
): Promise<Account> {
  const count = onUser(userId);
  await admit(strapi, 'password.limited', [count]);
  const account = await asGuru(strapi, (database) => lockedAccount(database, userId));
  if (!(await isPassword(strapi, password, account.password))) {
    await transaction((database) =>
      noteIn(database, { action: 'password.failed', subject, subjectId: userId }),
    );
    throw new Refusal(422, 'password.wrong', 'current_password');
  }
  await forgive(strapi, { clear: [count] });
  return account;
}

const idOf = ({ visitor }: Pick<AccountRequest<typeof contract.changeName>, 'visitor'>): number => {
  if (visitor.userId === null) throw new Refusal(401, 'session.missing');
  return visitor.userId;
};

export async function changeName(
  request: AccountRequest<typeof contract.changeName>,
): Promise<Record<string, never>> {
  const id = idOf(request);
  await request.transaction(async (database) => {
    await database.change(
      'update cms.up_users set name = $2, updated_at = clock_timestamp() where id = $1 and name is distinct from $2',
      [id, request.body.name],
    );
    await database.rows('select activity.rename_student($1, $2)', [id, request.body.name]);
  });
  return {};
}

/** The other sessions end by a trigger on the password; links for a new one are void with them. */
export async function changePassword(
  request: AccountRequest<typeof contract.changePassword>,
): Promise<Record<string, never>> {
  const { body, transaction } = request;
  const account = await provenAccount(idOf(request), body.current_password, transaction);
  refuseWeak(body.password, account);
  const hash = await hashOf(strapi, body.password);
  await transaction(async (database) => {
    await setPassword(database, account.id, hash);
    await noteIn(database, { action: 'password.changed', subject, subjectId: account.id });
    const address = normalAddress(account.email);
    await sendLater(strapi, database, { kind: 'password-changed', address });
  });
  hurryMails(strapi);
  return {};
}

export async function sendReset({
  body,
  visitor,
  transaction,
}: AccountRequest<typeof contract.sendReset>): Promise<Record<string, never>> {
  const address = normalAddress(body.email);
  await admit(strapi, 'mail.limited', onMail(address, visitor.ipAddress));
  await transaction(async (database) => {
    await noteIn(database, {
      action: 'password.reset.asked',
      subject,
      details: { account: logTag(address) },
    });
    await sendLater(strapi, database, { kind: 'reset', address });
  });
  hurryMails(strapi);
  return {};
}

/** Who can read the account's mail is in, also while wrong passwords keep the login shut. */
export async function resetPassword({
  body,
  visitor,
  transaction,
}: AccountRequest<typeof contract.resetPassword>): Promise<contract.SignedIn> {
  const hash = await hashOf(strapi, body.password);
  const { address, signedIn } = await transaction(async (database) => {
    const [used] = await database.rows<{ user_id: number; address: string }>(
      `select user_id, address from activity.use_account_token('reset', $1)`,
      [digestOf(body.token)],
    );
    if (used === undefined) throw new Refusal(410, 'link.invalid');
    const account = await lockedAccount(database, used.user_id);
    if (account.blocked) throw new Refusal(403, 'student.not-active');
    refuseWeak(body.password, account);
    await setPassword(database, account.id, hash);
    const opened = await openSession(database, visitor, account.id);
    await noteIn(database, { action: 'password.reset.done', subject, subjectId: account.id });
    await sendLater(strapi, database, { kind: 'password-changed', address: used.address });
    return { address: used.address, signedIn: opened };
  });
  await forgive(strapi, { clear: [onAccount(address)] });
  hurryMails(strapi);
  return signedIn;
}

/** Nothing changes yet: the new address is to prove itself, and the old one gets a way back. */
export async function changeAddress(
  request: AccountRequest<typeof contract.changeAddress>,
): Promise<Record<string, never>> {
  const { body, visitor, transaction } = request;
  const account = await provenAccount(idOf(request), body.current_password, transaction);
  const wanted = normalAddress(body.email);
  const present = normalAddress(account.email);
  if (wanted === present) return {};
  await admit(strapi, 'mail.limited', onMail(wanted, visitor.ipAddress));
  await transaction(async (database) => {
    await noteIn(database, { action: 'address.change.asked', subject, subjectId: account.id });
    const userId = account.id;
    await sendLater(strapi, database, { kind: 'change', address: wanted, userId });
    await sendLater(strapi, database, { kind: 'change-notice', address: present, userId });
  });
  hurryMails(strapi);
  return {};
}

export async function confirmAddress({
  body,
  transaction,
}: AccountRequest<typeof contract.confirmAddress>): Promise<Record<string, never>> {
  await transaction(async (database) => {
    const [used] = await database.rows<{ user_id: number; address: string }>(
      `select user_id, address from activity.use_account_token('change', $1)`,
      [digestOf(body.token)],
    );
    if (used === undefined) throw new Refusal(410, 'link.invalid');
    await setAddress(database, used.user_id, used.address);
    // Those that were sent to the old address.
    await database.rows(`select activity.void_account_tokens($1, array['reset'])`, [used.user_id]);
    await noteIn(database, { action: 'address.change.done', subject, subjectId: used.user_id });
  });
  return {};
}

/**
 * The owner says it was not them: whoever it was knows the password and is signed in. So the address
 * comes back, all sessions end, the password is none any more, and the owner gets a link for a new one.
 */
export async function undoAddress({
  body,
  transaction,
}: AccountRequest<typeof contract.undoAddress>): Promise<Record<string, never>> {
  const nobodys = await hashOf(strapi, randomUUID());
  await transaction(async (database) => {
    const [used] = await database.rows<{ user_id: number | null; address: string }>(
      'select user_id, address from activity.use_undo_token($1)',
      [digestOf(body.token)],
    );
    if (!used?.user_id) throw new Refusal(410, 'link.invalid');
    const id = used.user_id;
    await database.rows(`select activity.end_sessions($1, null, null, 'address')`, [id]);
    await setAddress(database, id, used.address);
    await setPassword(database, id, nobodys);
    await noteIn(database, { action: 'address.change.undone', subject, subjectId: id });
    await sendLater(strapi, database, { kind: 'reset', address: used.address });
  });
  hurryMails(strapi);
  return {};
}
