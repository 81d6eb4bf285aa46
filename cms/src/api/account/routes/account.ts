import * as contract from '@ourshiksha/contract/account';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';
import { accountRoute } from '../account-route';
import * as changes from '../changes';
import * as registration from '../registration';
import * as signIn from '../sign-in';

const getAccount = route(contract.getAccount, async ({ database }) => {
  const [student] = await database.rows<{ name: string; email: string }>(
    'select name, email from activity.shishya_users',
  );
  if (student === undefined) throw new Refusal(403, 'student.not-active');
  const sessions = await database.rows<contract.AccountSession>(
    `select id, id::text = current_setting('app.session_id', true) as "current", user_agent, ip_address,
      created_at as signed_in_at, renewed_at as last_used_at
    from activity.sessions
    where ended_at is null and created_at > clock_timestamp() - interval '30 days'
      and renewed_at > clock_timestamp() - interval '14 days'
    order by "current" desc, renewed_at desc, id`,
  );
  return { ...student, sessions };
});

const endSession = route(contract.endSession, async ({ database, params }) => {
  await database.rows('select activity.end_my_session($1)', [params.session_id]);
  return {};
});

const endOtherSessions = route(contract.endOtherSessions, async ({ database }) => {
  await database.rows('select activity.end_my_other_sessions()');
  return {};
});

export default {
  routes: [
    getAccount,
    endSession,
    endOtherSessions,
    accountRoute(contract.register, registration.register),
    accountRoute(contract.confirmAccount, registration.confirmAccount),
    accountRoute(contract.sendConfirmation, registration.sendConfirmation),
    accountRoute(contract.logIn, signIn.logIn),
    accountRoute(contract.renewSession, signIn.renewSession),
    accountRoute(contract.logOut, signIn.logOut),
    accountRoute(contract.sendReset, changes.sendReset),
    accountRoute(contract.resetPassword, changes.resetPassword),
    accountRoute(contract.changeName, changes.changeName),
    accountRoute(contract.changePassword, changes.changePassword),
    accountRoute(contract.changeAddress, changes.changeAddress),
    accountRoute(contract.confirmAddress, changes.confirmAddress),
    accountRoute(contract.undoAddress, changes.undoAddress),
  ],
};
