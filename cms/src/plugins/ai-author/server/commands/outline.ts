import { z } from 'zod';
import type { Block, Entry } from '../wire';
import { proposedBeside } from './again';
import {
  type Again,
  type Checked,
  define,
  type NewProposal,
  type Passage,
  type Reader,
} from './command';
import { grounded } from './grounding';
import { type Draft, levelOf, type Place, readPlace, textField, titleOf } from './reading';
import { failedCheck, lookAtText, passedCheck, shownFindings } from './rules';
import {
  citations,
  language,
  levels,
  line,
  listOf,
  markdown,
  optionalLine,
  partsOf,
  sentence,
  sentences,
  textOf,
  textsOf,
} from './shapes';
import {
  clipped,
  compose,
  describePlace,
  languageOf,
  notAgain,
  questionOf,
  sameTitle,
  type Texts,
  tokensOf,
} from './writing';

const params = z.strictObject({
  /** What the course should teach; the course's own `ai_command` where it is empty. */
  prompt: z.string().trim().max(4000).default(''),
  modules: z.int().min(0).max(20).default(5),
  lessonsPerModule: z.int().min(1).max(15).default(4),
  level: z.enum(levels).optional(),
  audience: z.string().trim().max(500).default(''),
  language,
});
type Params = z.infer<typeof params>;

const lesson = z.object({
  title: line,
  objectives: sentences(8),
  key_concepts: z.array(line).max(12),
  estimated_time: optionalLine,
});
const citedLesson = lesson.extend({ citations });
const courseModule = z.object({
  title: line,
  description: sentence,
  estimated_time: optionalLine,
  lessons: z.array(lesson).min(1).max(20),
  citations,
});
const course = z.object({
  description: sentence,
  target_audience: sentence,
  duration: optionalLine,
  overview: markdown,
  learning_outcomes: sentences(15),
  job_roles: z.array(line).max(15),
  citations,
});
export const courseOutline = z.object({ course, modules: z.array(courseModule).max(30) });
/** One module that is asked for again: the course's description was answered the first time. */
const modulesAlone = courseOutline.omit({ course: true });
export const moduleOutline = z.object({ lessons: z.array(citedLesson).min(1).max(30) });

interface Context {
  readonly place: Place;
  readonly params: Params;
  /** What the course was begun with; it may have come with an import, so that it is data. */
  readonly begunWith: string;
  /** A module is asked for again, so that nothing is wanted of the course itself. */
  readonly isWithoutCourse: boolean;
  /** Titles that are proposed beside what is asked for again. */
  readonly beside: readonly string[];
  /** Those, and the titles that stand in the course, in the form in which they are compared. */
  readonly taken: ReadonlySet<string>;
}

async function gather(
  reader: Reader,
  target: Entry,
  asked: Params,
  replaces: readonly number[],
): Promise<Context> {
  const place = await readPlace(reader, target);
  const beside = (await proposedBeside(reader, replaces))
    .flatMap(({ fields, children }) => [fields, ...children.map((child) => child.fields)])
    .map((fields) => textField({ fields }, 'title'));
  const titles = place.outline.flatMap(({ title, lessons }) => [
    title,
    ...lessons.map((one) => one.title),
  ]);
  return {
    place,
    params: asked,
    begunWith: textField(place.course, 'ai_command').trim(),
    isWithoutCourse: target.kind === 'course' && replaces.length > 0 && asked.modules > 0,
    beside,
    taken: new Set([...titles, ...beside].map(sameTitle)),
  };
}

const isModule = ({ place }: Context): boolean => place.target.kind === 'module';

const lessonTokens = 110;
const expected = (context: Context): number =>
  isModule(context)
    ? context.params.lessonsPerModule * lessonTokens
    : (context.isWithoutCourse ? 100 : 700) +
      context.params.modules * (110 + context.params.lessonsPerModule * lessonTokens);

function texts(context: Context, passages: readonly Passage[], again: Again): Texts {
  const { place, params: asked, begunWith, beside, isWithoutCourse } = context;
  const fallsBack = asked.prompt === '' && begunWith !== '';
  const hasOutline = place.outline.length > 0;
  return compose(
    isModule(context) ? 'lessons' : 'outline',
    {
      wish: asked.prompt || (fallsBack ? 'what the data “begun with” says' : 'what the title says'),
      level: asked.level ?? levelOf(place.course),
      audience:
        asked.audience ||
        (textField(place.course, 'target_audience').trim() === ''
          ? 'not said'
          : 'whom the data “draft” names'),
      modules: String(asked.modules),
      lessons: String(asked.lessonsPerModule),
      language: languageOf(asked.language),
      existing: [
        ...(hasOutline
          ? [
              'The outline in the data stands already. Continue it: give new parts only, and repeat no title.',
            ]
          : []),
        ...(isWithoutCourse ? ['Answer with `modules` alone, without `course`.'] : []),
        ...(beside.length > 0
          ? ['The data “proposed already” stays beside it: repeat no title of that.']
          : []),
      ].join('\n'),
    },
    [
      { name: 'draft', text: describePlace(place) },
      ...(fallsBack ? [{ name: 'begun with', text: clipped(begunWith, 3500) }] : []),
      ...(beside.length > 0
        ? [
            {
              name: 'proposed already',
              text: clipped(beside.map((title) => `- ${title}`).join('\n'), 1500),
            },
          ]
        : []),
    ],
    passages,
    again,
  );
}

/** The course's own fields that say nothing yet; what an editor wrote is left alone. */
function courseFields(draft: Draft, answer: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (name: string): boolean => {
    const value = draft.fields[name];
    return value === null || (Array.isArray(value) ? value.length === 0 : !String(value).trim());
  };
  const fields: Record<string, unknown> = {};
  for (const name of ['description', 'target_audience', 'duration', 'overview'])
    if (isEmpty(name) && textOf(answer[name]) !== '') fields[name] = answer[name];
  for (const name of ['learning_outcomes', 'job_roles'])
    if (isEmpty(name) && textsOf(answer[name]).length > 0) fields[name] = textsOf(answer[name]);
  return fields;
}

const lessonFields = (value: unknown): Record<string, unknown> => {
  const parts = partsOf(value);
  return {
    title: textOf(parts.title),
    objectives: textsOf(parts.objectives),
    key_concepts: textsOf(parts.key_concepts),
    estimated_time: textOf(parts.estimated_time),
  };
};

function blocks(partial: unknown, context: Context): Block[] {
  const answer = partsOf(partial);
  if (isModule(context))
    return listOf(answer.lessons).map((one, n) => ({
      key: `lesson-${n + 1}`,
      kind: 'lesson',
      fields: lessonFields(one),
      children: [],
    }));
  const own = courseFields(context.place.course, partsOf(answer.course));
  return [
    ...(Object.keys(own).length === 0
      ? []
      : [{ key: 'course', kind: 'course' as const, fields: own, children: [] }]),
    ...listOf(answer.modules).map((one, n): Block => {
      const parts = partsOf(one);
      return {
        key: `module-${n + 1}`,
        kind: 'module',
        fields: {
          title: textOf(parts.title),
          description: textOf(parts.description),
          estimated_time: textOf(parts.estimated_time),
        },
        children: listOf(parts.lessons).map((inner) => ({
          kind: 'lesson' as const,
          fields: lessonFields(inner),
        })),
      };
    }),
  ];
}

type Answer =
  | z.infer<typeof courseOutline>
  | z.infer<typeof modulesAlone>
  | z.infer<typeof moduleOutline>;

/** Takes out what has the title of something that stands already or came before. */
function withoutDoubles<One extends { title: string }>(
  ones: readonly One[],
  taken: Set<string>,
  remarks: string[],
): One[] {
  return ones.filter(({ title }) => {
    const same = sameTitle(title);
    if (!taken.has(same)) {
      taken.add(same);
      return true;
    }
    remarks.push(`The title “${title}” is there twice. Give each module and lesson its own.`);
    return false;
  });
}

async function check(answer: Answer, context: Context): Promise<Checked<Answer>> {
  const remarks: string[] = [];
  const taken = new Set(context.taken);
  const { modules: wanted, lessonsPerModule } = context.params;
  if ('lessons' in answer) {
    const lessons = withoutDoubles(answer.lessons, taken, remarks);
    if (lessons.length < lessonsPerModule)
      remarks.push(`There are ${lessons.length} lessons; ${lessonsPerModule} are asked for.`);
    return { answer: { lessons }, remarks, isUsable: lessons.length > 0, checks: {} };
  }
  const modules = withoutDoubles(answer.modules, taken, remarks)
    .slice(0, wanted)
    .map((one) => ({ ...one, lessons: withoutDoubles(one.lessons, taken, remarks) }))
    .filter(({ lessons }) => lessons.length > 0);
  if (modules.length < wanted)
    remarks.push(`There are ${modules.length} modules; ${wanted} are asked for.`);
  const own = 'course' in answer ? { course: answer.course } : {};
  const overview = await lookAtText('overview', own.course?.overview ?? '');
  remarks.push(...overview.errors, ...overview.warnings);
  return {
    answer: { ...own, modules },
    remarks,
    isUsable: overview.errors.length === 0 && (modules.length > 0 || wanted === 0),
    checks: {
      course: shownFindings(overview),
      ...Object.fromEntries(
        modules.map(({ lessons }, n) => [
          `module-${n + 1}`,
          [
            lessons.length < lessonsPerModule
              ? failedCheck(
                  'number',
                  `${lessons.length} lessons; ${lessonsPerModule} were asked for.`,
                )
              : passedCheck('titles', 'No title is in the course twice.'),
          ],
        ]),
      ),
    },
  };
}

/** Fields that say something which a source could support; the others are titles, times and words. */
const statements = [
  'description',
  'target_audience',
  'overview',
  'learning_outcomes',
  'objectives',
];

function proposals(
  { answer, checks }: Checked<Answer>,
  context: Context,
  passages: readonly Passage[],
): NewProposal[] {
  const { place } = context;
  const cited = new Map(
    'lessons' in answer
      ? answer.lessons.map((one, n) => [`lesson-${n + 1}`, one.citations])
      : [
          ...('course' in answer ? [['course', answer.course.citations] as const] : []),
          ...answer.modules.map((one, n) => [`module-${n + 1}`, one.citations] as const),
        ],
  );
  return blocks(answer, context).map((block) => ({
    ...block,
    documentId: block.kind === 'course' ? place.course.documentId : null,
    parent:
      block.kind === 'course'
        ? null
        : { kind: place.target.kind, documentId: place.target.documentId },
    present:
      block.kind === 'course'
        ? Object.fromEntries(
            Object.keys(block.fields).map((name) => [name, place.course.fields[name] ?? null]),
          )
        : null,
    ...grounded(
      [block.fields, ...block.children.map(({ fields }) => fields)]
        .flatMap((fields) => statements.flatMap((name) => fields[name] ?? []))
        .join('\n\n'),
      cited.get(block.key) ?? [],
      passages,
      checks[block.key],
    ),
  }));
}

/** A course's description and its modules with lessons; or, of a module, its lessons. */
export const outline = define<Params, Context, Answer>({
  name: 'outline',
  targets: ['course', 'module'],
  params,
  gather,
  schema: (context) =>
    isModule(context) ? moduleOutline : context.isWithoutCourse ? modulesAlone : courseOutline,
  query: ({ place, params: asked, begunWith }) =>
    [titleOf(place.course), titleOf(place.target), asked.prompt || begunWith].join('\n'),
  estimate: (context) => tokensOf(texts(context, [], notAgain), expected(context)),
  question: async (context, passages, again, tools) =>
    questionOf(texts(context, passages, again), expected(context), tools),
  blocks,
  check,
  proposals,
});
