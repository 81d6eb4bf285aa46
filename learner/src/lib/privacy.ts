import {
  askErasure,
  type Erasure,
  exportData,
  getPrivacy,
  withdrawErasure,
} from '@ourshiksha/contract/privacy';
import { messages } from '../messages/index.ts';
import { ask, CmsUnreachable, failureOf, postJson, Refusal, type Visitor } from './cms.ts';
import { check, type FormState } from './forms.ts';

export const loadPrivacy = (visitor: Visitor) => ask(getPrivacy, visitor);
export type Privacy = Awaited<ReturnType<typeof loadPrivacy>>;

/** The wish that still stands, or null. */
export const standing = ({ erasure }: Privacy): Erasure | null =>
  erasure?.state === 'asked' || erasure?.state === 'approved' ? erasure : null;

/** Collecting many years of learning takes its time, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** Everything about the student, as the cms sends it: to be saved, never shown. */
export async function takeData(visitor: Visitor): Promise<Response> {
  const path = `/api${exportData.path}`;
  const response = await postJson(path, visitor, {}, { wait: PATIENCE });
  if (!response.ok) throw await failureOf(response);
  const disposition = response.headers.get('content-disposition') ?? '';
  if (!disposition.startsWith('attachment'))
    throw new CmsUnreachable('A file came that is not to be saved.');
  return new Response(response.body, {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': disposition },
  });
}

/** Asks to be erased. Undefined when that is done; else what the form needs to show itself again. */
export async function submitErasure(
  visitor: Visitor,
  fields: Readonly<Record<string, string>>,
): Promise<FormState | undefined> {
  const text = messages.privacy.problems;
  const certificates = fields.certificates === 'erase';
  const values = { certificates: certificates ? 'erase' : 'keep' };
  const form = check(
    askErasure.body.pick({ current_password: true }),
    { current_password: fields.current_password ?? '' },
    { current_password: text.passwordMissing },
  );
  if (!form.ok) return { values, problems: form.problems };
  try {
    await ask(askErasure, visitor, {}, { ...form.data, certificates });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Asked twice by two taps: the page shows how it stands.
    if (error.code === 'erasure.asked-already') return undefined;
    const field = error.code === 'password.wrong' ? 'current_password' : '';
    if (field === '' && error.code !== 'password.limited') throw error;
    return { values, problems: [{ field, message: error.message }] };
  }
}

/** Takes the wish back. One that does not stand any more is taken back as well as can be. */
export async function submitWithdrawal(visitor: Visitor): Promise<void> {
  try {
    await ask(withdrawErasure, visitor);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'erasure.none') throw error;
  }
}
