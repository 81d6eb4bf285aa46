/**
 * The kinds of list a draft has. The forms draw their rows from this, the server judges what
 * is saved by it; so neither can speak of a shape the other does not know.
 */
export interface Part {
  /** The key in the stored object. */
  readonly key: string;
  readonly label: string;
  readonly placeholder: string;
  /** May be left blank in a draft. */
  readonly optional?: boolean;
  /** Room for several lines. */
  readonly long?: boolean;
  /** Must be an address a browser can open without running anything. */
  readonly address?: boolean;
}

export interface Shape {
  readonly title: string;
  readonly about: string;
  /** What one row is called: “Add a link”. */
  readonly row: string;
  /** How an error calls the whole value. */
  readonly expected: string;
  /** A list of plain texts has one part and stores no objects. */
  readonly plain: boolean;
  readonly parts: readonly [Part, ...Part[]];
}

export const shapes = {
  'string-list': {
    title: 'List of texts',
    about: 'Short texts, one in each row',
    row: 'row',
    expected: 'a list of texts',
    plain: true,
    parts: [{ key: 'text', label: 'Text', placeholder: '' }],
  },
  'link-list': {
    title: 'List of links',
    about: 'Links, each with the title students see',
    row: 'link',
    expected: 'a list of links, each with title and url',
    plain: false,
    parts: [
      { key: 'title', label: 'Title', placeholder: 'What students read' },
      { key: 'url', label: 'Address', placeholder: 'https://…', address: true },
    ],
  },
  'question-list': {
    title: 'List of questions',
    about: 'Questions, each with its answer',
    row: 'question',
    expected: 'a list of questions, each with question and answer',
    plain: false,
    parts: [
      { key: 'question', label: 'Question', placeholder: '' },
      { key: 'answer', label: 'Answer', placeholder: '', optional: true, long: true },
    ],
  },
  checklist: {
    title: 'Checklist',
    about: 'Criteria, each with what good work looks like',
    row: 'criterion',
    expected: 'a list of criteria, each with criterion and description',
    plain: false,
    parts: [
      { key: 'criterion', label: 'Criterion', placeholder: 'What is judged' },
      {
        key: 'description',
        label: 'Description',
        placeholder: 'What good work looks like',
        optional: true,
        long: true,
      },
    ],
  },
  'lab-tests': {
    title: 'Tests of a lab',
    about: 'Tests, each an expression with the value a right program gives',
    row: 'test',
    expected: 'a list of tests, each with name, expression and expected',
    plain: false,
    parts: [
      { key: 'name', label: 'Name', placeholder: 'Adds two numbers' },
      { key: 'expression', label: 'Expression', placeholder: 'add(2, 3)', long: true },
      { key: 'expected', label: 'Expected value', placeholder: '5', long: true },
    ],
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

export const pluginName = 'draft-fields';
const prefix = `plugin::${pluginName}.`;

/** The shape a field of a content type must have, if it is one of ours. */
export function shapeOf(customField: unknown): Shape | undefined {
  if (typeof customField !== 'string' || !customField.startsWith(prefix)) return undefined;
  const name = customField.slice(prefix.length);
  return name in shapes ? shapes[name as ShapeName] : undefined;
}
