import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, nothing } from './shared';

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

export const getProject = endpoint({
  method: 'GET',
  path: '/courses/:course_id/projects/:project_id',
  summary: "A project of the student's version with its steps.",
  who: 'student',
  params: z.strictObject({ course_id: id, project_id: id }),
  body: nothing,
  reply: z.object({ project }),
  errors: ['enrollment.not-found', 'project.not-found'],
});
