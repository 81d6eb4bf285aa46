import { type Asked, dataOf, lineOf, numberOf } from './asked.ts';
import { fromSchema } from './from-schema.ts';
import { generalParts, generalTopic } from './general.ts';
import { type CodeLanguage, labFor } from './labs.ts';
import { isAboutMaps, mapParts, mapTopics, topicOf } from './maps.ts';
import { answersOf, questionsOf } from './questions.ts';
import { rewordings, translated } from './rewordings.ts';
import type { Part, Topic } from './topic.ts';

type Answer = Readonly<Record<string, unknown>>;

interface Cited {
  readonly passage: string;
  readonly quote: string;
}

/** The first sentences of each source, as quotes: they are copied letter by letter. */
function quotes({ data }: Asked): readonly Cited[] {
  return data.flatMap(({ name, text }) => {
    const passage = /^source (S\d+)$/.exec(name)?.[1];
    if (passage === undefined) return [];
    // The first line says which source it is.
    const body = text.split('\n').slice(1).join('\n');
    const sentences = body.match(/\p{Lu}[^.!?\n]{20,200}[.!?]/gu) ?? [];
    return sentences.slice(0, 2).map((quote) => ({ passage, quote }));
  });
}

/** What is wanted otherwise, when an editor asks again. */
const remarkOf = ({ instructions }: Asked): string =>
  /wants it otherwise: (.+)/.exec(instructions)?.[1]?.trim() ?? '';

const courseOf = (asked: Asked): string => lineOf(asked, 'Course') ?? '';

/** The course's title is the subject, and the editor's words may say more about it. */
const partsFor = (asked: Asked): readonly Part[] => {
  const course = courseOf(asked);
  const wish = /What it should teach, in the editor's words: (.+)/.exec(asked.instructions)?.[1];
  const begunWith = dataOf(asked, 'begun with');
  return isAboutMaps(`${course} ${wish ?? ''} ${begunWith}`) || course === ''
    ? mapParts
    : generalParts(course);
};

/** The topics that a question is about: of its lesson, of what was taught, of its module, of all. */
function topicsFor(asked: Asked): readonly Topic[] {
  const lesson = lineOf(asked, 'Lesson');
  if (lesson) return [topicOf(lesson) ?? generalTopic(lesson, courseOf(asked))];
  const parts = partsFor(asked);
  const taught = [...dataOf(asked, 'material').matchAll(/^Lesson “(.+)”$/gm)].map(
    ([, title = '']) => topicOf(title) ?? generalTopic(title, courseOf(asked)),
  );
  if (taught.length > 0) return [...new Set(taught)];
  const module = lineOf(asked, 'Module');
  const part = parts.find(({ title }) => title === module);
  return part?.topics ?? parts.flatMap(({ topics }) => topics);
}

const lessonOf = ({ title, objectives, concepts, minutes }: Topic) => ({
  title,
  objectives,
  key_concepts: concepts,
  estimated_time: `${minutes} minutes`,
});

/** As many as asked for: what was recorded first, then exercises about it. */
function lessonsOf(topics: readonly Topic[], number: number, taken: (title: string) => boolean) {
  const again = ['in practice', 'common mistakes', 'a second look', 'review'];
  const all = [
    ...topics.map(lessonOf),
    ...again.flatMap((what) =>
      topics.map((topic) => ({ ...lessonOf(topic), title: `${topic.title}: ${what}` })),
    ),
  ];
  return all.filter(({ title }) => !taken(title)).slice(0, number);
}

function outline(asked: Asked): Answer {
  const subject = courseOf(asked) || 'Reading maps';
  const standing = asked.data.map(({ text }) => text).join('\n');
  const taken = (title: string): boolean => standing.includes(title);
  const citations = quotes(asked);
  const lessons = numberOf(asked, 'Lessons in each module', 3);
  if (/^Number of lessons: /m.test(asked.instructions)) {
    const number = numberOf(asked, 'Number of lessons', 3);
    return {
      lessons: lessonsOf(topicsFor(asked), number, taken).map((lesson, at) => ({
        ...lesson,
        citations: at === 0 ? citations : [],
      })),
    };
  }
  const parts = partsFor(asked);
  const number = numberOf(asked, 'Number of modules', parts.length);
  const rounds = ['', ': exercises', ': a day outside', ': for groups', ': review'];
  const modules = rounds
    .flatMap((more, round) => parts.map((part) => ({ part, round, title: `${part.title}${more}` })))
    .filter(({ title }) => !taken(title))
    .slice(0, number)
    .map(({ part, round, title }, at) => {
      const topics =
        round === 0
          ? part.topics
          : part.topics.map((topic) => ({ ...topic, title: `${topic.title}${rounds[round]}` }));
      const own = lessonsOf(topics, lessons, taken);
      return {
        title,
        description: part.description,
        estimated_time: `${own.length * 25} minutes`,
        lessons: own,
        citations: at === 0 ? citations : [],
      };
    });
  const isMaps = parts === mapParts;
  return {
    course: {
      description: isMaps
        ? 'You learn to read a map: its signs, its scale and the shape of the ground. At the end you plan a walk of your own and find your way on it.'
        : `You learn the basics of “${subject}” step by step, with an example of your own in each lesson.`,
      target_audience: isMaps
        ? 'Everybody who walks outside the town. You need no knowledge, only a map of your own surroundings.'
        : `Everybody who begins with “${subject}”.`,
      duration: '6 hours',
      overview: isMaps
        ? `## What it is about

A map holds more than a telephone can show: how steep the way is, where water runs, what to do when the battery is empty.

## How it goes on

1. **What a map shows**: symbols, scale, distances.
2. **The shape of the ground**: contour lines, slopes, valleys.
3. **Directions and positions**: compass, bearings, grid references.
4. **Planning a walk**: a route, its time, and knowing where you are.

## What you need

A printed map of a place that you can reach on foot, a compass with a clear base, paper and a pencil.`
        : `## What it is about

This course is an introduction to “${subject}”. Each lesson asks for an example from your own surroundings.

## What you need

Paper, a pencil, and somebody to whom you may explain what you found out.`,
      learning_outcomes: isMaps
        ? [
            'Read a scene from a map with the help of its legend',
            'Convert distances on a map into distances on the ground',
            'Tell valleys, ridges and steep slopes by contour lines',
            'Take and follow a bearing',
            'Give a place as a grid reference',
            'Plan a walk and estimate its time',
          ]
        : [
            `Explain the basics of “${subject}”`,
            'Give examples of your own',
            'Check your own work',
            'Go on learning by yourself',
          ],
      job_roles: isMaps ? ['Walking guide', 'Forest worker', 'Surveyor’s assistant'] : [],
      citations,
    },
    modules,
  };
}

function notes(asked: Asked): Answer {
  const [topic] = topicsFor(asked);
  if (topic === undefined) return {};
  const cited = quotes(asked);
  const remark = remarkOf(asked);
  const grounded =
    cited.length === 0
      ? ''
      : `\n\n## What the sources say\n\n${cited.map(({ quote }) => quote).join('\n\n')}`;
  const anew = remark === '' ? '' : `> Written anew, because you asked: ${remark}\n\n`;
  const whole: Answer = {
    content: `${anew}${topic.content}${grounded}`,
    simplified_explanation: topic.simple,
    bullet_notes: topic.notes,
    key_takeaways: topic.takeaways,
    interview_questions: topic.interview.map(([question, answer]) => ({ question, answer })),
  };
  const wanted = (lineOf(asked, 'Parts') ?? Object.keys(whole).join(', ')).split(', ');
  const parts = wanted.filter((part) => part in whole);
  return {
    ...Object.fromEntries(parts.map((part) => [part, whole[part]])),
    citations: parts.includes('content') ? cited.map((one) => ({ part: 'content', ...one })) : [],
  };
}

function lab(asked: Asked): Answer {
  const language = (lineOf(asked, 'Code language') ?? 'python') as CodeLanguage;
  const prints = /prints/.test(lineOf(asked, 'Checked by') ?? '');
  const taken = [...dataOf(asked, 'existing labs').matchAll(/^- (.+)$/gm)].map(
    ([, title = '']) => title,
  );
  const [topic] = topicsFor(asked);
  return { ...labFor(topic?.title ?? '', language, prints, taken), citations: quotes(asked) };
}

function project(asked: Asked): Answer {
  const subject = courseOf(asked) || 'Reading maps';
  const isMaps = partsFor(asked) === mapParts;
  const steps = [
    [
      'Choose the ground',
      'Choose a place of about two kilometres by two that you can reach. You have done it when you can name its borders.',
    ],
    [
      'Look at it',
      'Go through it once without a map and note what you see. You have done it when your list has ten things.',
    ],
    [
      'Measure',
      'Measure three distances and three directions. You have done it when another person gets nearly the same numbers.',
    ],
    [
      'Draw',
      'Draw it with a scale, a legend and an arrow to the north. You have done it when all three are on the sheet.',
    ],
    [
      'Let it be tried',
      'Let somebody find a place with your map alone. You have done it when they are there, or when you know why they are not.',
    ],
    ['Improve', 'Correct what misled them. You have done it when a second person finds the place.'],
  ] as const;
  const number = Math.max(1, numberOf(asked, 'Number of steps', 5));
  return {
    title: isMaps ? 'A map of your own' : `Your own work on ${subject}`.slice(0, 80),
    description: isMaps
      ? 'You draw a map of a place you know, so that a stranger finds the way with it. That shows whether you can choose what matters, measure it, and put it into signs.'
      : `You make something of your own with what you learned about “${subject}”, and you let somebody else try it.`,
    problem_statement: isMaps
      ? 'Draw a map of a piece of ground of about two kilometres by two. It has a scale, a legend and an arrow to the north, it shows at least fifteen things, and somebody who does not know the place can find a spot with it that you have marked.'
      : `Make a work that another person can use, and describe how you made it. It must use at least three things from “${subject}”.`,
    objectives:
      '- Choose what a reader needs\n- Measure and write down how exact it is\n- Improve a work by having it tried',
    deliverables:
      '- The work itself, as a picture or a file\n- Your notes of what you measured\n- Half a page about the trial and what you changed',
    submission_instructions: 'Hand in a photograph or a PDF of the work, and your notes as a text.',
    tech_stack: isMaps ? ['Compass', 'Ruler', 'Paper'] : [],
    evaluation_checklist: [
      { criterion: 'Complete', description: 'Everything that the task names is there.' },
      { criterion: 'Exact', description: 'Measurements are written down with how exact they are.' },
      { criterion: 'Readable', description: 'A stranger understands it without asking.' },
      {
        criterion: 'Tried',
        description: 'Somebody tried it, and what was learned changed the work.',
      },
    ],
    steps: Array.from({ length: number }, (_, at) => {
      const [title, description] = steps[at % steps.length] ?? steps[0];
      return {
        title: at < steps.length ? title : `${title}, once more`,
        description,
        code_snippet: '',
        tips: at % 2 === 0 ? ['Write down the time you need: it helps with the next one.'] : [],
      };
    }),
    citations: quotes(asked),
  };
}

/** A value with each of its texts changed; lists and objects keep their form. */
function changed(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => changed(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, changed(inner, change)]),
  );
}

interface Placed {
  readonly number: number;
  readonly was: string;
}

/** A list whose texts go back beside their numbers, such as a question's options. */
const isInPlaces = (value: unknown): value is Placed[] =>
  Array.isArray(value) && value.every((row) => typeof (row as Placed | null)?.was === 'string');

const anew =
  (change: (text: string) => string) =>
  ({ number, was }: Placed) => ({ number, was, now: /^`[^`]*`$/.test(was) ? was : change(was) });

function reworded(asked: Asked): Answer {
  const { name, schema, data } = asked;
  const properties = (schema?.properties ?? {}) as Readonly<Record<string, Answer>>;
  const language = lineOf(asked, 'Answer language') ?? 'another language';
  const change =
    name === 'translate'
      ? (text: string) => translated(text, language)
      : rewordings[name as keyof typeof rewordings];
  return Object.fromEntries(
    Object.entries(properties).flatMap(([field, form]) => {
      if (field === 'citations') return [[field, []]];
      const text = data.find((one) => one.name === `field ${field}`)?.text;
      if (text === undefined) return [[field, fromSchema(form)]];
      const value: unknown = form.type === 'string' ? text : JSON.parse(text);
      return [[field, isInPlaces(value) ? value.map(anew(change)) : changed(value, change)]];
    }),
  );
}

/** The recorded answer to a question. */
export function recordedReply(asked: Asked): unknown {
  switch (asked.name) {
    case 'outline':
      return outline(asked);
    case 'notes':
      return notes(asked);
    case 'questions':
      return {
        questions: questionsOf(asked, topicsFor(asked), mapTopics, quotes(asked), remarkOf(asked)),
      };
    case 'answer_questions':
      return { answers: answersOf(dataOf(asked, 'questions'), mapTopics) };
    case 'lab':
      return lab(asked);
    case 'project':
      return project(asked);
    case 'improve':
    case 'shorten':
    case 'simplify':
    case 'translate':
      return reworded(asked);
    case 'describe_picture':
      return {
        pictures: Array.from({ length: numberOf(asked, 'Number', asked.pictures) }, (_, at) => ({
          number: at + 1,
          description:
            'A hill with its height drawn as rings, one in the other, that are close together on the steep side.',
        })),
      };
    default:
      return fromSchema(asked.schema);
  }
}
