import { aiNote } from './ai-note';
import { certificate } from './certificate';
import { course } from './course';
import { lesson } from './lesson';
import { module } from './module';
import { practiceLab } from './practice-lab';
import { project } from './project';
import { projectStep } from './project-step';
import { question } from './question';
import { test } from './test-view';
import type { View } from './view';

/** How each kind of draft stands in the admin, by its content type. */
export const views: Readonly<Record<`api::${string}.draft-${string}`, View>> = {
  'api::course.draft-course': course,
  'api::module.draft-module': module,
  'api::lesson.draft-lesson': lesson,
  'api::ai-note.draft-ai-note': aiNote,
  'api::test.draft-test': test,
  'api::question.draft-question': question,
  'api::practice-lab.draft-practice-lab': practiceLab,
  'api::project.draft-project': project,
  'api::project-step.draft-project-step': projectStep,
  'api::certificate.draft-certificate': certificate,
};

export type { View } from './view';
