import type { StudentDatabase } from './students';

/** The tables of `live` that pages are read from. */
export type SourceTable =
  | 'courses'
  | 'modules'
  | 'lessons'
  | 'ai_notes'
  | 'tests'
  | 'questions'
  | 'practice_labs'
  | 'projects'
  | 'project_steps'
  | 'certificates';

/**
 * Where a course's rows come from: from what is live, or from a draft seen as the rows it would
 * become. The SQL of a page is the same for both, so a preview shows what students would get.
 */
export interface Source {
  /** What to select from to get rows with the columns of a table of `live`; wants an alias. */
  rows(table: SourceTable): string;
  /** An expression for the number of questions of the test that has this alias. */
  questionCount(test: string): string;
  /** An expression for the number of hints of the lab that has this alias. */
  hintCount(lab: string): string;
}

/** What a page needs to be read with, whoever asks. */
export type Reader = Pick<StudentDatabase, 'rows'>;

export const live: Source = {
  rows: (table) => `live.${table}`,
  // Who has not begun the test may know how many questions it has, but sees none of them.
  questionCount: (test) => `live.question_count(${test}.id, ${test}.version)`,
  hintCount: (lab) => `live.lab_hint_count(${lab}.id, ${lab}.version)`,
};
