import { fieldsFor, markdownFields } from '../../../server/commands/fields';
import type { CommandName, KindName } from '../../../server/wire';

/** What of a command an editor chooses, drawn as a field of its dialog. */
export type Param =
  | {
      readonly name: string;
      readonly form: 'number';
      readonly least: number;
      readonly most: number;
      readonly start: number;
    }
  | {
      readonly name: string;
      readonly form: 'choice';
      readonly options: readonly string[];
      readonly start: string;
    }
  | {
      readonly name: string;
      readonly form: 'several';
      readonly options: readonly string[];
      readonly start: readonly string[];
    }
  | {
      readonly name: string;
      readonly form: 'line' | 'text';
      readonly longest: number;
      readonly required?: boolean;
    };

export type AskedCommand = Exclude<CommandName, 'course'>;

/** A command as it is offered beside an entry of some kind. */
export interface Ask {
  readonly command: AskedCommand;
  readonly params: readonly Param[];
}

const number = (name: string, least: number, most: number, start: number): Param => ({
  name,
  form: 'number',
  least,
  most,
  start,
});
const choice = (name: string, start: string, ...options: string[]): Param => ({
  name,
  form: 'choice',
  options,
  start,
});
const several = (name: string, options: readonly string[], start = options): Param => ({
  name,
  form: 'several',
  options,
  start,
});

const wish: Param = { name: 'wish', form: 'text', longest: 2000 };
const language: Param = { name: 'language', form: 'line', longest: 60 };
const intoLanguage: Param = { name: 'language', form: 'line', longest: 60, required: true };
const level = choice('difficulty', 'beginner', 'beginner', 'intermediate', 'advanced');

const noteParts = [
  'content',
  'simplified_explanation',
  'bullet_notes',
  'key_takeaways',
  'interview_questions',
];
const questionTypes = ['mcq', 'true_false', 'fill_blank', 'multiple_select'];

const notes: Ask = { command: 'notes', params: [several('parts', noteParts), wish, language] };
const questions: Ask = {
  command: 'questions',
  params: [
    number('number', 1, 20, 5),
    several('types', questionTypes, ['mcq']),
    choice('difficulty', 'medium', 'easy', 'medium', 'hard'),
    wish,
    language,
  ],
};
const lab: Ask = {
  command: 'lab',
  params: [
    choice('codeLanguage', 'python', 'javascript', 'typescript', 'python', 'sql'),
    level,
    choice('validation', 'test', 'console', 'test'),
    wish,
    language,
  ],
};
const project: Ask = {
  command: 'project',
  params: [level, number('steps', 2, 15, 5), wish, language],
};
const prompt: Param = { name: 'prompt', form: 'text', longest: 4000 };
const audience: Param = { name: 'audience', form: 'line', longest: 500 };
const courseOutline: Ask = {
  command: 'outline',
  params: [
    prompt,
    number('modules', 1, 20, 5),
    number('lessonsPerModule', 1, 15, 4),
    audience,
    language,
  ],
};
const moduleOutline: Ask = {
  command: 'outline',
  params: [prompt, number('lessonsPerModule', 1, 15, 4), language],
};
const missing: Ask = { command: 'missing', params: [language] };

const written: Partial<Record<KindName, readonly Ask[]>> = {
  course: [courseOutline, missing, questions, lab, project],
  module: [moduleOutline, questions, lab, project],
  lesson: [notes, questions, lab],
  ai_note: [notes],
  test: [questions],
  practice_lab: [lab],
};

/** Kinds the panel stands beside. */
export const panelKinds: readonly KindName[] = [
  'course',
  'module',
  'lesson',
  'ai_note',
  'test',
  'question',
  'practice_lab',
  'project',
  'project_step',
];

/** What can be asked for beside an entry: what is new, and what changes its texts. */
export function asksFor(
  kind: KindName,
  seesPictures: boolean,
): { readonly write: readonly Ask[]; readonly rewrite: readonly Ask[] } {
  const texts = (command: AskedCommand) => several('fields', Object.keys(fieldsFor(command, kind)));
  const inMarkdown = markdownFields(kind);
  return {
    write: written[kind] ?? [],
    rewrite: [
      ...(['improve', 'shorten', 'simplify'] as const).map((command) => ({
        command,
        params: [texts(command), wish],
      })),
      { command: 'translate', params: [texts('translate'), intoLanguage] },
      ...(seesPictures && inMarkdown.length > 0
        ? [
            {
              command: 'describe_picture',
              params: [several('fields', inMarkdown), language],
            } as const,
          ]
        : []),
    ],
  };
}

export type Values = Readonly<Record<string, unknown>>;

/** What a dialog begins with. Texts are those that hold something, as far as that is known. */
export function firstValues(
  { params }: Ask,
  isFilled: (field: string) => boolean = () => true,
): Values {
  return Object.fromEntries(
    params.map((param) => {
      if (!('start' in param)) return [param.name, ''];
      if (param.name !== 'fields' || param.form !== 'several') return [param.name, param.start];
      return [param.name, param.start.filter(isFilled)];
    }),
  );
}

/** Whether the server would take them. */
export const areSound = ({ params }: Ask, values: Values): boolean =>
  params.every((param) => {
    const value = values[param.name];
    if (param.form === 'number')
      return Number.isInteger(value) && Number(value) >= param.least && Number(value) <= param.most;
    if (param.form === 'several') return Array.isArray(value) && value.length > 0;
    if (param.form === 'choice') return typeof value === 'string' && param.options.includes(value);
    return param.required !== true || String(value ?? '').trim() !== '';
  });

/** What is sent: what was left empty is left out, so that the command's own default holds. */
export const sentParams = ({ params }: Ask, values: Values): Values =>
  Object.fromEntries(
    params.flatMap(({ name, form }) => {
      const value = values[name];
      if (form !== 'line' && form !== 'text') return [[name, value]];
      const text = String(value ?? '').trim();
      return text === '' ? [] : [[name, text]];
    }),
  );
