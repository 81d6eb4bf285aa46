import type { Asked } from './asked.ts';

export interface Spoiled {
  readonly text: string;
  readonly isCut: boolean;
  readonly isEndless: boolean;
  readonly isRefused: boolean;
}

const order =
  /ignore (?:all |any |the )?(?:previous|prior|above|earlier) instructions[^\n]*?(?:write|say|answer)(?: only)?:? [“"']?([^“”"'\n.]+)/i;

/** Every text of a value exchanged. */
function replaced(value: unknown, text: (present: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, replaced(inner, text)]),
  );
}

/** JSON in ASCII alone, as some services write it. */
const inAscii = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

type Fields = Record<string, unknown>;

/** The first question gets another option as its key; the explanation stays. */
function withWrongKey(answer: unknown): unknown {
  const { questions } = answer as { questions?: readonly Fields[] };
  if (!Array.isArray(questions)) return answer;
  return {
    ...(answer as Fields),
    questions: questions.map((question: Fields, at) => {
      if (at > 0) return question;
      const options = question.options as readonly string[];
      const right = question.correct_answers as readonly string[];
      const wrong = options.filter((option) => !right.includes(option));
      return {
        ...question,
        correct_answers: wrong.length > 0 ? wrong.slice(0, 1) : ['something else'],
      };
    }),
  };
}

function withFailingSolution(answer: unknown): unknown {
  const { starter_code } = answer as Fields;
  return starter_code === undefined
    ? answer
    : { ...(answer as Fields), solution_code: starter_code };
}

/** What a model makes of its good answer. */
export function spoiledReply(asked: Asked, answer: unknown): Spoiled {
  const good = { isCut: false, isEndless: false, isRefused: false };
  if (typeof answer === 'string') return { ...good, text: answer };
  const text = JSON.stringify(answer);
  switch (asked.model) {
    case 'demo-cut':
      return { ...good, text, isCut: true };
    case 'demo-endless':
      return { ...good, text: text.slice(0, Math.ceil(text.length / 2)), isEndless: true };
    case 'demo-refuses':
      return { ...good, text: 'I cannot help with that.', isRefused: true };
    case 'demo-fenced':
      return {
        ...good,
        text: `Here is what you asked for:\n\n\`\`\`json\n${text.slice(0, -1)}\n\`\`\``,
      };
    case 'demo-escapes':
      return { ...good, text: inAscii(replaced(answer, (present) => `🧭 ${present}`)) };
    case 'demo-null':
      return { ...good, text: JSON.stringify(replaced(answer, (present) => `${present}\0`)) };
    case 'demo-invalid-json':
      return { ...good, text: `{"answer": so, I would say: ${text.slice(1, 60)}` };
    case 'demo-wrong-schema':
      return { ...good, text: JSON.stringify({ answer: 42, title: ['not', 'a', 'text'] }) };
    case 'demo-inconsistent-key':
      return { ...good, text: JSON.stringify(withWrongKey(answer)) };
    case 'demo-failing-solution':
      return { ...good, text: JSON.stringify(withFailingSolution(answer)) };
    case 'demo-obeys': {
      const ordered = order.exec(asked.instructions)?.[1]?.trim();
      return { ...good, text: ordered ? JSON.stringify(replaced(answer, () => ordered)) : text };
    }
    default:
      return { ...good, text };
  }
}
