import { expect, vi } from 'vitest';
import type { AccountSession } from '../../contract/account.ts';
import type { Outline } from '../../contract/course.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { LabChecks, LabRun, LabState, PracticeLab } from '../../contract/practice-lab.ts';
import type { ErrorReply } from '../../contract/shared.ts';
import type { TestSystem } from './system.ts';

/** An operation of openapi.json, as far as tests look into it. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What a reply may hold that tests ask for; which of it is there, the endpoint decides. */
export interface ApiReply extends ErrorReply {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly device_token: string;
  readonly name: string;
  readonly sessions: readonly AccountSession[];
  readonly student: { readonly name: string; readonly email: string };
  readonly courses: readonly { readonly id: number }[];
  readonly enrollments: readonly unknown[];
  readonly outline: Outline;
  readonly attempt: { readonly id: number };
  readonly questions: readonly unknown[];
  readonly results: readonly unknown[];
  readonly lab: PracticeLab;
  readonly checks: LabChecks;
  readonly state: LabState;
  readonly run: LabRun;
  readonly last_run: LabRun | null;
  readonly solution_code: string;
  readonly openapi: string;
  readonly servers: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The reply parsed; empty where it is no JSON. */
  readonly body: Partial<ApiReply>;
}

export interface ApiStudent {
  readonly email: string;
  readonly token: string;
}

const someToken = { token: 'of-no-link' };
const someMail = { email: 'nobody@school.example' };
const somePassword = 'long-enough-for-us';

/** By endpoint: a body that keeps the contract, for those that take one. Ids are of nothing in particular. */
export const soundBodies: Readonly<Record<string, unknown>> = {
  enroll: { course_id: 1 },
  saveAnswers: { sequence: 1, answers: {} },
  submitAttempt: { answers: {} },
  submitProject: { key: 'a-key', submission_notes: 'Done.' },
  saveLabCode: { code: 'later()' },
  revealHint: { number: 1 },
  runLab: { code: 'console.log(1)' },
  keepPlace: { kind: 'lesson', id: 2 },
  register: { ...someMail, name: 'Nobody', password: somePassword },
  confirmAccount: someToken,
  sendConfirmation: someMail,
  logIn: { ...someMail, password: somePassword },
  renewSession: { refresh_token: 'of-no-session' },
  logOut: { refresh_token: 'of-no-session' },
  sendReset: someMail,
  resetPassword: { ...someToken, password: somePassword },
  changeName: { name: 'Asha Rao' },
  changePassword: { current_password: 'not this one', password: somePassword },
  changeAddress: { ...someMail, current_password: 'not this one' },
  askErasure: { current_password: 'not this one', certificates: false },
  confirmAddress: someToken,
  undoAddress: someToken,
  recordActivity: { seconds: 0, watched: [], video_seconds: null, notes_read: false },
};

/** The password of everybody who signs up here. */
export const password = 'long-enough-for-us';

/** One request to the cms, below `/api` unless the door begins with `/admin` or the like. */
export async function send(
  system: TestSystem,
  method: string,
  door: string,
  {
    token,
    body,
    raw,
    key,
  }: { token?: string | undefined; body?: unknown; raw?: string; key?: string } = {},
): Promise<ApiAnswer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${system.cmsUrl}${door}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? (JSON.parse(text) as Partial<ApiReply>) : {},
  };
}

/** The door of an endpoint with its parameters filled in. */
export function doorOf(
  endpoint: Endpoint,
  parameters: Readonly<Record<string, string | number>>,
): string {
  return `/api${endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`The test knows no value for “${name}”.`);
    return encodeURIComponent(String(value));
  })}`;
}

/** As a client does that is told to come again: many at once use up the connections of a slow machine. */
export const untilServed = <Answer extends { readonly status: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> =>
  vi.waitFor(
    async () => {
      const answer = await ask();
      expect(answer.status).not.toBe(503);
      return answer;
    },
    { timeout: 60_000, interval: 500 },
  );

let last = 0;

/** Registers, confirms by the mail and signs in: a student as they come from outside. */
export async function signUp(system: TestSystem, name = 'Asha Rao'): Promise<ApiStudent> {
  last += 1;
  const email = `student${last}@school.example`;
  const made = await send(system, 'POST', '/api/account/register', {
    body: { email, name, password },
  });
  if (made.status !== 200) throw new Error(`Registering answers ${made.status}: ${made.text}`);
  const link = new URL((await system.mail.nextMail(email)).links[0] ?? '');
  await send(system, 'POST', '/api/account/confirm', {
    body: { token: link.searchParams.get('token') },
  });
  return { email, token: await logIn(system, email) };
}

/** Signs in, from no known device, and gives the access token. */
export async function logIn(system: TestSystem, email: string, secret = password): Promise<string> {
  const login = await send(system, 'POST', '/api/account/login', {
    body: { email, password: secret },
  });
  if (!login.body.access_token)
    throw new Error(`Signing in answers ${login.status}: ${login.text}`);
  return login.body.access_token;
}
