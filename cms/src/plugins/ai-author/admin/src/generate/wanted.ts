import { type Choices, firstChoices, levels, restored } from './choices';

/** What the first part of the dialog that generates a course asks for. */
export interface Wanted {
  readonly name: string;
  readonly prompt: string;
  readonly level: (typeof levels)[number];
  readonly audience: string;
  /** Null while the field is empty. */
  readonly modules: number | null;
  readonly lessonsPerModule: number | null;
  readonly choices: Choices;
}

/** How far somebody is in that dialog. */
export interface Begun {
  readonly wanted: Wanted;
  /** The document id of the draft, once it is made. */
  readonly courseId: string | null;
  /** Ids of the sources that were chosen then. */
  readonly sources: readonly number[];
}

export const nothingYet: Wanted = {
  name: '',
  prompt: '',
  level: 'beginner',
  audience: '',
  modules: 4,
  lessonsPerModule: 3,
  choices: firstChoices,
};

/** What was kept, as far as it still is what the dialog asks for. */
export function begunFrom(kept: unknown): Begun {
  const { wanted, courseId, sources } = partsOf<Begun>(kept);
  const found = partsOf<Wanted>(wanted);
  return {
    wanted: {
      name: text(found.name),
      prompt: text(found.prompt),
      level: levels.find((level) => level === found.level) ?? nothingYet.level,
      audience: text(found.audience),
      modules: count(found.modules, nothingYet.modules),
      lessonsPerModule: count(found.lessonsPerModule, nothingYet.lessonsPerModule),
      choices: restored(found.choices),
    },
    courseId: typeof courseId === 'string' ? courseId : null,
    sources: idsFrom(sources),
  };
}

/** The ids among what was kept as a list of them. */
export const idsFrom = (kept: unknown): readonly number[] =>
  Array.isArray(kept) ? kept.filter((id) => Number.isInteger(id)) : [];

const partsOf = <Whole>(kept: unknown) =>
  (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<keyof Whole, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const count = (value: unknown, or: number | null): number | null =>
  value === null || typeof value === 'number' ? value : or;
