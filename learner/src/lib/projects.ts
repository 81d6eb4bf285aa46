import {
  getProject,
  getSubmissionFile,
  removeSubmissionFile,
  type Submission,
  submitProject,
  uploadSubmissionFiles,
} from '@ourshiksha/contract/project';
import { messages } from '../messages/index.ts';
import {
  ask,
  CmsUnreachable,
  failureOf,
  fetchCms,
  fillPath,
  Refusal,
  streamToCms,
  type Visitor,
} from './cms.ts';
import { check, type FormState } from './forms.ts';

export type ProjectPage = Awaited<ReturnType<typeof loadProjectPage>>;

/** A project with what the student handed in for it and the files that wait to go along. */
export async function loadProjectPage(visitor: Visitor, course: number, project: number) {
  const reply = await ask(getProject, visitor, { course_id: course, project_id: project });
  return { ...reply, standing: standingOf(reply.submissions) };
}

/** The submission that counts now, and whether another may be handed in. */
export interface Standing {
  readonly last: Submission | null;
  readonly maySubmit: boolean;
}

export function standingOf(submissions: readonly Submission[]): Standing {
  const last = submissions.find(({ withdrawn_at }) => withdrawn_at === null) ?? null;
  const maySubmit = last?.status !== 'under_review' && last?.status !== 'approved';
  return { last, maySubmit };
}

/** People leave out what every browser adds. */
const addressOf = (typed: string): string => {
  const address = typed.trim();
  return /^[^\s:/]+\.[^\s:]+(?:\/.*)?$/.test(address) ? `https://${address}` : address;
};

/**
 * Hands a project in. Undefined when it is done; else what the form needs to show itself again, with
 * its key, so that a second try of one that did arrive makes no second submission.
 */
export async function handIn(
  visitor: Visitor,
  course: number,
  project: number,
  fields: Readonly<Record<string, string>>,
): Promise<FormState | undefined> {
  const { key = '', submission_url = '', submission_notes = '' } = fields;
  const url = addressOf(submission_url);
  const given = { key, submission_notes, ...(url === '' ? {} : { submission_url: url }) };
  const sentences = messages.handIn.problems;
  const form = check(submitProject.body, given, sentences);
  if (!form.ok) return { values: fields, problems: form.problems };
  try {
    await ask(submitProject, visitor, { course_id: course, project_id: project }, form.data);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('submission.'))
      return { values: fields, problems: [{ field: '', message: error.message }] };
    throw error;
  }
}

/** Passes a form with files on to the cms while it comes. Throws what the cms refuses. */
export async function passFiles(
  visitor: Visitor,
  course: number,
  project: number,
  request: Request,
): Promise<void> {
  const path = `/api${fillPath(uploadSubmissionFiles.path, { course_id: course, project_id: project })}`;
  const response = await streamToCms(path, visitor, request);
  if (!response.ok) throw await failureOf(response);
}

export const removeFile = (visitor: Visitor, course: number, project: number, file: number) =>
  ask(removeSubmissionFile, visitor, { course_id: course, project_id: project, file_id: file });

const passedOn = [
  'content-type',
  'content-length',
  'content-disposition',
  'content-security-policy',
  'cross-origin-resource-policy',
];

/** A file of an own submission, as the cms gives it out: to be saved, never shown. */
export async function fetchSubmissionFile(
  visitor: Visitor,
  submission: number,
  file: number,
): Promise<Response> {
  const params = { submission_id: submission, file_id: file };
  const response = await fetchCms(`/api${fillPath(getSubmissionFile.path, params)}`, visitor);
  if (!response.ok) throw await failureOf(response);
  const headers = new Headers();
  for (const name of passedOn) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  if (!headers.get('content-disposition')?.startsWith('attachment'))
    throw new CmsUnreachable('A file came that is not to be saved.');
  return new Response(response.body, { headers });
}
