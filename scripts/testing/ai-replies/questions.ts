import { type Asked, dataOf, lineOf, numberOf } from './asked.ts';
import { generalTopic } from './general.ts';
import type { Topic } from './topic.ts';

type Type = 'mcq' | 'true_false' | 'fill_blank' | 'multiple_select';

interface Recorded {
  readonly type: Type;
  readonly question_text: string;
  readonly options: readonly string[];
  readonly correct_answers: readonly string[];
  readonly explanation: string;
}

/** The same options in another order, so that the right one does not always stand first. */
function turned<T>(list: readonly T[], by: number): T[] {
  const at = by % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}

function recordedIn(topic: Topic, turn: number): Recorded[] {
  const [statement, isTrue, whyTrue] = topic.statement;
  const [several, right, wrong, whySeveral] = topic.several;
  const [blank, answers, whyBlank] = topic.blank;
  return [
    ...topic.choices.map(([question_text, options, explanation], at) => ({
      type: 'mcq' as const,
      question_text,
      options: turned(options, turn + at + 1),
      correct_answers: options.slice(0, 1),
      explanation,
    })),
    {
      type: 'true_false',
      question_text: statement,
      options: ['True', 'False'],
      correct_answers: [isTrue ? 'True' : 'False'],
      explanation: whyTrue,
    },
    {
      type: 'multiple_select',
      question_text: several,
      options: turned([...right, ...wrong], turn + 1),
      correct_answers: right,
      explanation: whySeveral,
    },
    {
      type: 'fill_blank',
      question_text: blank,
      options: [],
      correct_answers: answers,
      explanation: whyBlank,
    },
  ];
}

/**
 * As many questions as are asked for, of the types that are asked for: of the topics first, then of all
 * that was recorded. None that the course asks already.
 */
export function questionsOf(
  asked: Asked,
  topics: readonly Topic[],
  all: readonly Topic[],
  citations: readonly unknown[],
  remark: string,
): readonly unknown[] {
  const types = (lineOf(asked, 'Types') ?? 'mcq').split(', ');
  const number = numberOf(asked, 'Number', 5);
  const difficulty = lineOf(asked, 'Difficulty') ?? 'medium';
  const standing = `${dataOf(asked, 'existing questions')}\n${dataOf(asked, 'earlier answer')}`;
  const ordered = [...topics, ...all.filter((topic) => !topics.includes(topic))];
  const found = ordered
    .flatMap((topic, at) => recordedIn(topic, at + remark.length))
    .filter(({ type, question_text }) => types.includes(type) && !standing.includes(question_text));
  // One of each type in turn, so that all types come where several are asked for.
  const byType = types.map((type) => found.filter((one) => one.type === type));
  const mixed = Array.from({ length: number }, (_, round) =>
    byType.flatMap((list) => list.slice(round, round + 1)),
  ).flat();
  return mixed.slice(0, number).map((question, at) => ({
    ...question,
    difficulty,
    citations: at === 0 ? citations : [],
  }));
}

/** Answers questions by what is true, whatever their key says. */
export function answersOf(text: string, all: readonly Topic[]): readonly unknown[] {
  const known = new Map(
    all.flatMap((topic) => recordedIn(topic, 0)).map((one) => [one.question_text, one]),
  );
  return text
    .split(/^(?=Question \d+ \()/m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, number = '1', , question = ''] = /^Question (\d+) \((\w+)\): (.*)/.exec(part) ?? [];
      const lesson = /lesson “(.+?)”|understand “(.+?)”/i.exec(question);
      const title = lesson?.[1] ?? lesson?.[2] ?? '';
      const general = recordedIn(generalTopic(title, ''), 0).find(
        (one) => one.question_text === question,
      );
      const options = [...part.matchAll(/^- (.+)$/gm)].map(([, option = '']) => option);
      const right = known.get(question)?.correct_answers ?? general?.correct_answers ?? [];
      // Of a general question one right answer is the name of the course, which is not told here.
      const decoys = general?.options.filter((option) => !right.includes(option)) ?? [];
      const answers =
        options.length > 0 && !right.every((option) => options.includes(option))
          ? options.filter((option) => !decoys.includes(option)).slice(0, 1)
          : right;
      return { number: Number(number), answers };
    });
}
