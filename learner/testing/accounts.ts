import {
  type AccountSession,
  changeAddress,
  changeName,
  changePassword,
  confirmAccount,
  confirmAddress,
  endOtherSessions,
  endSession,
  getAccount,
  logIn,
  logOut,
  register,
  renewSession,
  resetPassword,
  type SignedIn,
  sendConfirmation,
  sendReset,
  undoAddress,
} from '@ourshiksha/contract/account';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import type { z } from 'zod';
import { Refused } from './refused.ts';
import { NOW } from './sample.ts';

/** What accounts are to the fixture. A link that works is named after what it does: `confirm-<address>`, `good`. */
interface Holder {
  name: string;
  email: string;
  password: string;
  confirmed: boolean;
}

interface Desk<Person extends Holder> {
  readonly people: readonly Person[];
  add(account: Pick<Holder, 'name' | 'email' | 'password'>): void;
  signIn(who: Person): SignedIn;
  /** The tokens after these; nothing where the refresh token was used already. */
  renew(refreshToken: string): SignedIn | undefined;
}

type On<Person> = <P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, B, R>,
  handle: (who: Person, params: z.output<P>, body: z.output<B>) => z.input<R>,
) => void;

const elsewhere: AccountSession[] = [
  {
    id: 2,
    current: false,
    user_agent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0 Mobile Safari/537.36',
    ip_address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    signed_in_at: NOW,
    last_used_at: NOW,
  },
  {
    id: 3,
    current: false,
    user_agent: '',
    ip_address: '203.0.113.9',
    signed_in_at: NOW,
    last_used_at: NOW,
  },
];

export function answerAccounts<Person extends Holder>(on: On<Person>, desk: Desk<Person>): void {
  const byEmail = (email: string) =>
    desk.people.find((person) => person.email === email.toLowerCase());
  let others = elsewhere;

  on(logIn, (_who, _params, { email, password }) => {
    const found = byEmail(email);
    if (!found?.confirmed || found.password !== password) throw new Refused(401, 'login.failed');
    return desk.signIn(found);
  });
  on(register, (_who, _params, account) => {
    if (account.password === 'qwertyuiop') throw new Refused(422, 'password.leaked');
    if (!byEmail(account.email)) desk.add(account);
    return {};
  });
  on(confirmAccount, (_who, _params, { token }) => {
    const found = desk.people.find(({ email }) => `confirm-${email}` === token);
    if (!found || found.confirmed) throw new Refused(410, 'link.invalid');
    found.confirmed = true;
    return {};
  });
  on(sendConfirmation, () => ({}));
  on(sendReset, () => ({}));
  on(resetPassword, (_who, _params, { token, password }) => {
    const [found] = desk.people;
    if (token !== 'good' || !found) throw new Refused(410, 'link.invalid');
    found.password = password;
    return desk.signIn(found);
  });
  on(renewSession, (_who, _params, { refresh_token }) => {
    const renewed = desk.renew(refresh_token);
    if (!renewed) throw new Refused(401, 'session.expired');
    return renewed;
  });
  on(logOut, () => ({}));

  on(getAccount, ({ name, email }) => ({
    name,
    email,
    sessions: [
      {
        id: 1,
        current: true,
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
        ip_address: '127.0.0.1',
        signed_in_at: NOW,
        last_used_at: NOW,
      },
      ...others,
    ],
  }));
  on(changeName, (who, _params, { name }) => {
    who.name = name;
    return {};
  });
  const prove = (who: Person, password: string) => {
    if (who.password !== password) throw new Refused(422, 'password.wrong');
  };
  on(changePassword, (who, _params, { current_password, password }) => {
    prove(who, current_password);
    who.password = password;
    return {};
  });
  on(changeAddress, (who, _params, { current_password }) => {
    prove(who, current_password);
    return {};
  });
  for (const endpoint of [confirmAddress, undoAddress]) {
    on(endpoint, (_who, _params, { token }) => {
      if (token !== 'good') throw new Refused(410, 'link.invalid');
      return {};
    });
  }
  on(endSession, (_who, { session_id }) => {
    if (!others.some(({ id }) => id === session_id)) throw new Refused(404, 'session.not-found');
    others = others.filter(({ id }) => id !== session_id);
    return {};
  });
  on(endOtherSessions, () => {
    others = [];
    return {};
  });
}
