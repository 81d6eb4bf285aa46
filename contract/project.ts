import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

export const projectStep = z.object({
  id: z.number().int(),
  step_number: z.number().int(),
  title: z.string(),
  description: z.string().describe('Markdown'),
  code_snippet: z.string().nullable(),
  tips: z.array(z.string()),
});

export const project = z.object({
  id: z.number().int(),
  version: z.number().int(),
  course_id: z.number().int(),
  module_id: z.number().int().nullable(),
  title: z.string(),
  description: z.string().describe('Markdown'),
  problem_statement: z.string().describe('Markdown'),
  objectives: z.string().describe('Markdown'),
  deliverables: z.string().describe('Markdown'),
  submission_instructions: z.string().describe('Markdown'),
  tech_stack: z.array(z.string()),
  evaluation_checklist: z.array(z.object({ criterion: z.string(), description: z.string() })),
  difficulty: z.string(),
  steps: z.array(projectStep),
});
export type Project = z.infer<typeof project>;

export const submissionFile = z.object({
  id: z.number().int(),
  name: z.string(),
  mime: z.string(),
  byte_count: z.number().int().describe('Bytes'),
  created_at: instant,
});
export type SubmissionFile = z.infer<typeof submissionFile>;

/** What a student handed in, and what was decided about it; it never changes afterwards. */
export const submission = z.object({
  id: z.number().int(),
  submission_number: z.number().int().describe('From 1, by student and project'),
  version: z.number().int().describe('Of the course, as the student learned it then'),
  status: z.enum(['submitted', 'under_review', 'approved', 'rejected']),
  withdrawn_at: instant
    .nullable()
    .describe('Another one took its place before anybody reviewed it'),
  submission_url: z.string().nullable(),
  submission_notes: z.string().describe('Markdown'),
  files: z.array(submissionFile),
  submitted_at: instant,
  reviewed_at: instant.nullable(),
  score: z.number().int().nullable().describe('0 to 100'),
  feedback: z.string().nullable().describe('Markdown'),
  checklist: z
    .array(z.object({ criterion: z.string(), met: z.boolean(), comment: z.string().optional() }))
    .describe("The reviewer's; empty until reviewed"),
});
export type Submission = z.infer<typeof submission>;

/** What the school takes; sizes are bytes, types are endings without the dot. */
export const fileLimits = z.object({
  files: z.number().int(),
  file_bytes: z.number().int(),
  bytes: z.number().int().describe('All files of a submission together'),
  types: z.array(z.string()),
});
export type FileLimits = z.infer<typeof fileLimits>;

const projectParams = z.strictObject({ course_id: id, project_id: id });

export const getProject = endpoint({
  method: 'GET',
  path: '/courses/:course_id/projects/:project_id',
  summary:
    "A project of the student's version with its steps, and what the student handed in for it.",
  who: 'student',
  params: projectParams,
  body: nothing,
  reply: z.object({
    project,
    submissions: z.array(submission).describe('The newest first'),
    waiting_files: z.array(submissionFile).describe('Uploaded, handed in with the next submission'),
    limits: fileLimits,
  }),
  errors: ['enrollment.not-found', 'project.not-found'],
});

/** Lengths are in characters (code points); the database holds them too. */
export const longestUrl = 2000;
export const longestNotes = 20_000;

export const submitProject = endpoint({
  method: 'POST',
  path: '/courses/:course_id/projects/:project_id/submissions',
  summary:
    'Hands a project in: a link, notes and the files that wait, at least one of them. One that nobody reviews yet gives way.',
  who: 'student',
  params: projectParams,
  body: z.strictObject({
    key: z
      .string()
      .regex(/^[!-~]{1,64}$/)
      .describe('Chosen by the sender; the same key again is the same submission'),
    submission_url: z
      .url({ protocol: /^https?$/, hostname: /./ })
      .max(longestUrl)
      .nullable()
      .default(null),
    submission_notes: z.string().max(longestNotes).default('').describe('Markdown'),
  }),
  reply: z.object({ submission }),
  errors: [
    'enrollment.not-found',
    'course.closed',
    'project.not-found',
    'submission.empty',
    'submission.under-review',
    'submission.approved',
    'submission.too-many',
  ],
});

export const uploadSubmissionFiles = endpoint({
  method: 'POST',
  path: '/courses/:course_id/projects/:project_id/files',
  summary:
    'Uploads files, in fields named “files”, to be handed in with the next submission: all of them, or none where one is refused.',
  who: 'student',
  params: projectParams,
  body: nothing,
  reply: z.object({ waiting_files: z.array(submissionFile) }),
  transfer: 'upload',
  errors: [
    'enrollment.not-found',
    'course.closed',
    'project.not-found',
    'submission.under-review',
    'submission.approved',
    'upload.not-multipart',
    'upload.damaged',
    'upload.too-many-parts',
    'upload.too-large',
    'file.none',
    'file.name',
    'file.type',
    'file.content',
    'file.empty',
    'file.too-large',
    'file.too-many',
    'file.too-many-today',
    'file.too-large-together',
  ],
});

export const removeSubmissionFile = endpoint({
  method: 'POST',
  path: '/courses/:course_id/projects/:project_id/files/:file_id/remove',
  summary: 'Takes away a file that was uploaded and not handed in yet.',
  who: 'student',
  params: z.strictObject({ course_id: id, project_id: id, file_id: id }),
  body: nothing,
  reply: z.object({ waiting_files: z.array(submissionFile) }),
  errors: ['enrollment.not-found', 'project.not-found', 'file.not-found'],
});

export const getSubmissionFile = endpoint({
  method: 'GET',
  path: '/submissions/:submission_id/files/:file_id',
  summary: "A file of one's own submission, always as an attachment.",
  who: 'student',
  params: z.strictObject({ submission_id: id, file_id: id }),
  body: nothing,
  reply: nothing,
  transfer: 'download',
  errors: ['file.not-found', 'file.altered'],
});
