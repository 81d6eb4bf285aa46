import type { Core } from '@strapi/strapi';
import { environment } from '../../lib/environment';
import { asGuru } from '../../lib/guru';
import { Refusal } from '../../lib/refusal';
import { digestOf, networkOf } from './address';

/** Seconds. From the failure number `free` on there is a wait, which doubles with each further one. */
interface Limit {
  readonly free: number;
  readonly first_wait: number;
  readonly longest_wait: number;
  /** The count begins anew after this time without a failure. */
  readonly forget: number;
}

/** One thing that tries are counted on. The same key means the same count on every instance. */
export interface Count extends Limit {
  readonly key: string;
}

const [minute, hour, day] = [60, 60 * 60, 24 * 60 * 60];
const guesses = { free: 5, first_wait: 30, longest_wait: 15 * minute, forget: day };

/** Wrong passwords for an address, by whoever was never signed in to it on their device. */
export const onAccount = (address: string): Count => ({
  key: `account:${digestOf(address)}`,
  ...guesses,
});

/**
 * Wrong passwords from a device that was signed in before. It has a count of its own, so that strangers
 * cannot keep the owner out: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export const onDevice = (deviceId: string): Count => ({ key: `device:${deviceId}`, ...guesses });

/** Wrong passwords where somebody who is signed in must give theirs again. */
export const onUser = (userId: number): Count => ({ key: `user:${userId}`, ...guesses });

/** Wrong passwords from one network, for whichever account. A school may stand behind one address. */
export const onNetwork = (ipAddress: string): Count => ({
  key: `network:${networkOf(ipAddress)}`,
  free: environment().loginFailuresPerNetwork,
  first_wait: minute,
  longest_wait: hour,
  forget: hour,
});

/** Mails that somebody had sent to an address, and from a network. */
export const onMail = (address: string, ipAddress: string): readonly Count[] => [
  {
    key: `mail:${digestOf(address)}`,
    free: 5,
    first_wait: 5 * minute,
    longest_wait: hour,
    forget: hour,
  },
  {
    key: `mails-from:${networkOf(ipAddress)}`,
    // A whole school may register within an hour.
    free: 10 * environment().loginFailuresPerNetwork,
    first_wait: minute,
    longest_wait: hour,
    forget: hour,
  },
];

/** Counts a try as failed, or refuses it with the time to wait, for whichever count asks for the longest. */
export async function admit(
  app: Core.Strapi,
  code: string,
  counts: readonly Count[],
  refused: () => Promise<void> = async () => undefined,
): Promise<void> {
  const [answer] = await asGuru(app, (database) =>
    database.rows<{ wait: number }>('select activity.admit_try($1) as wait', [
      JSON.stringify(counts),
    ]),
  );
  const wait = answer?.wait ?? 0;
  if (wait === 0) return;
  await refused();
  throw new Refusal(429, code, undefined, undefined, wait);
}

/** Takes a try back that succeeded: `clear` begins anew, of `keep` only this try is taken back. */
export async function forgive(
  app: Core.Strapi,
  { clear, keep = [] }: { clear: readonly Count[]; keep?: readonly Count[] },
): Promise<void> {
  const keys = (counts: readonly Count[]) => counts.map(({ key }) => key);
  await asGuru(app, (database) =>
    database.rows('select activity.forgive_try($1, $2)', [keys(clear), keys(keep)]),
  );
}
