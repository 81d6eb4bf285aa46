/**
 * What reading a curriculum gives: the draft tree as plain objects whose keys are
 * the attribute names of the draft content types, and what was doubtful on the way.
 */

import type { Template } from '../../../certificates/server/templates';

export type Severity = 'error' | 'warning';

export interface Finding {
  severity: Severity;
  code: string;
  message: string;
  /** Path below the folder that was given, with forward slashes. */
  file: string;
  line?: number;
}

export interface Titled {
  title: string;
  url: string;
}

export interface ChecklistEntry {
  criterion: string;
  description: string;
}

export interface QuestionAndAnswer {
  question: string;
  answer: string;
}

export type Level = 'beginner' | 'intermediate' | 'advanced';
export type Difficulty = 'easy' | 'medium' | 'hard';

/** Every node knows where it came from: `source_key` is its identity on the next import. */
interface FromSource {
  source_key: string;
  file: string;
}

export interface ImportedQuestion extends FromSource {
  type: 'mcq' | 'true_false' | 'fill_blank';
  difficulty: Difficulty;
  question_text: string;
  options: string[];
  correct_answer: string;
  explanation: string | null;
  order_index: number;
}

export interface ImportedTest extends FromSource {
  title: string;
  description: string | null;
  passing_percentage: number;
  time_limit: number | null;
  difficulty: Difficulty;
  editorial_status: 'ready';
  order_index: number;
  questions: ImportedQuestion[];
}

export interface ImportedProjectStep extends FromSource {
  step_number: number;
  title: string;
  description: string;
  code_snippet: string | null;
  tips: string[];
}

export interface ImportedProject extends FromSource {
  title: string;
  description: string | null;
  problem_statement: string | null;
  objectives: string | null;
  deliverables: string | null;
  submission_instructions: string | null;
  tech_stack: string[];
  evaluation_checklist: ChecklistEntry[];
  difficulty: Level;
  order_index: number;
  steps: ImportedProjectStep[];
}

export interface ImportedLab extends FromSource {
  slug: string;
  title: string;
  description: string | null;
  difficulty: Level;
  language: string;
  estimated_time: number | null;
  instructions: string;
  starter_code: string | null;
  solution_code: string | null;
  expected_output: string | null;
  validation_type: 'console' | 'test' | 'visual';
  hints: string[];
  order_index: number;
}

export interface ImportedNote extends FromSource {
  content: string;
  simplified_explanation: string | null;
  bullet_notes: string[];
  key_takeaways: string[];
  interview_questions: QuestionAndAnswer[];
}

export interface ImportedLesson extends FromSource {
  title: string;
  objectives: string[];
  estimated_time: string | null;
  key_concepts: string[];
  video_url: string | null;
  youtube_references: Titled[];
  external_links: Titled[];
  order_index: number;
  note: ImportedNote;
  practice_labs: ImportedLab[];
}

export interface ImportedModule extends FromSource {
  title: string;
  description: string | null;
  order_index: number;
  estimated_time: string | null;
  lessons: ImportedLesson[];
  tests: ImportedTest[];
  projects: ImportedProject[];
  /** Labs of the module that belong to no single lesson. */
  practice_labs: ImportedLab[];
}

export interface ImportedCertificate extends FromSource {
  name: string;
  description: string | null;
  template_id: Template;
  type: 'completion' | 'assessment';
  requires_test_pass: boolean;
  passing_percentage: number;
  requires_project_completion: boolean;
  requires_lab_completion: boolean;
  test_weight: number;
  lab_weight: number;
  project_weight: number;
  qr_verification: boolean;
}

export interface ImportedPicture {
  /** Path below the folder that was given. */
  path: string;
  /** Stands in the texts where the address of the uploaded picture will stand. */
  placeholder: string;
  /** SHA-256 of the content, in hexadecimal: the same picture is uploaded once. */
  hash: string;
  mime: string;
  size: number;
  alternativeText: string;
  references: { file: string; line: number }[];
}

export interface ImportedCourse extends FromSource {
  name: string;
  description: string;
  level: Level;
  target_audience: string | null;
  duration: string | null;
  overview: string | null;
  learning_outcomes: string[];
  job_roles: string[];
  include_projects: boolean;
  include_tests: boolean;
  include_labs: boolean;
  certificate_type: 'completion' | 'assessment';
  thumbnail_url: string | null;
  credit_cost: number;
  modules: ImportedModule[];
  /** Tests and projects that belong to the whole course. */
  tests: ImportedTest[];
  projects: ImportedProject[];
  certificate: ImportedCertificate;
  pictures: ImportedPicture[];
}

export interface Reading {
  /** null when an error left nothing that could be called a course. */
  course: ImportedCourse | null;
  findings: Finding[];
}
