/** What is written for the lessons of a course: the params of the command `course`. */
export interface Choices {
  readonly notes: boolean;
  /** For each module; 0 is none. */
  readonly questions: number;
  readonly types: readonly QuestionType[];
  readonly difficulty: (typeof difficulties)[number];
  readonly labs: (typeof labPlaces)[number];
  readonly codeLanguage: (typeof codeLanguages)[number];
  readonly projects: (typeof projectPlaces)[number];
  readonly language: string;
  readonly wish: string;
}

export const questionTypes = ['mcq', 'true_false', 'fill_blank', 'multiple_select'] as const;
export type QuestionType = (typeof questionTypes)[number];
export const difficulties = ['easy', 'medium', 'hard'] as const;
export const labPlaces = ['none', 'module', 'lesson'] as const;
export const codeLanguages = ['javascript', 'typescript', 'python', 'sql'] as const;
export const projectPlaces = ['none', 'module', 'course'] as const;
export const levels = ['beginner', 'intermediate', 'advanced'] as const;

export const mostQuestions = 20;

export const firstChoices: Choices = {
  notes: true,
  questions: 5,
  types: ['mcq', 'true_false'],
  difficulty: 'medium',
  labs: 'none',
  codeLanguage: 'python',
  projects: 'none',
  language: '',
  wish: '',
};

/** Why these cannot be asked for: `types` none is chosen, `nothing` is to be written; null: they can. */
export function problemOf(choices: Choices): 'types' | 'nothing' | null {
  const { notes, questions, types, labs, projects } = choices;
  if (questions > 0 && types.length === 0) return 'types';
  if (!notes && questions === 0 && labs === 'none' && projects === 'none') return 'nothing';
  return null;
}

const keyOf = (courseId: string): string => `ai-author.choices.${courseId}`;

/** Keeps for the second dialog what was chosen in the first; only a convenience of this browser. */
export function keepChoices(courseId: string, choices: Choices): void {
  try {
    localStorage.setItem(keyOf(courseId), JSON.stringify(choices));
  } catch {
    // Full or forbidden: then the second dialog begins with the usual choices.
  }
}

export function keptChoices(courseId: string): Choices {
  try {
    return restored(JSON.parse(localStorage.getItem(keyOf(courseId)) ?? 'null'));
  } catch {
    return firstChoices;
  }
}

/** What was kept, as far as it still is what can be chosen. */
export function restored(kept: unknown): Choices {
  const found = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<
    Record<keyof Choices, unknown>
  >;
  const one = <Value extends string>(values: readonly Value[], value: unknown, or: Value): Value =>
    values.find((known) => known === value) ?? or;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { notes, questions, types } = found;
  return {
    notes: typeof notes === 'boolean' ? notes : firstChoices.notes,
    questions:
      Number.isInteger(questions) && (questions as number) >= 0
        ? Math.min(questions as number, mostQuestions)
        : firstChoices.questions,
    types: Array.isArray(types)
      ? questionTypes.filter((type) => types.includes(type))
      : firstChoices.types,
    difficulty: one(difficulties, found.difficulty, firstChoices.difficulty),
    labs: one(labPlaces, found.labs, firstChoices.labs),
    codeLanguage: one(codeLanguages, found.codeLanguage, firstChoices.codeLanguage),
    projects: one(projectPlaces, found.projects, firstChoices.projects),
    language: text(found.language),
    wish: text(found.wish),
  };
}
