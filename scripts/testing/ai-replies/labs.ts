/** A recorded lab: one task in each language in which labs run. */
export type CodeLanguage = 'python' | 'javascript' | 'typescript' | 'sql';

interface Case {
  readonly name: string;
  readonly values: readonly number[] | readonly (readonly number[])[];
  readonly result: number;
}

interface Program {
  /** Names of the function and what it takes. */
  readonly head: string;
  readonly name: string;
  readonly todo: string;
  readonly body: string;
}

interface Task {
  readonly title: string;
  /** Of the title or text of a lesson. */
  readonly words: RegExp;
  readonly description: string;
  readonly minutes: number;
  /** What is to be worked out, in a sentence or two. */
  readonly rule: string;
  readonly hints: readonly string[];
  readonly cases: readonly Case[];
  readonly hidden: readonly Case[];
  readonly python: Program;
  readonly script: Program;
  /** The same head with types. */
  readonly typed: string;
  readonly sql: {
    readonly setup: string;
    readonly view: string;
    readonly column: string;
    readonly expression: string;
    /** Rows by name with what the view must give. */
    readonly rows: readonly (readonly [name: string, result: number])[];
  };
}

const tasks: readonly Task[] = [
  {
    title: 'From the map to the ground',
    words: /scale|distance|symbol|legend|winding|grid/i,
    description: 'Write a function that turns centimetres on a map into metres on the ground.',
    minutes: 15,
    rule: 'Multiply the centimetres on the map by the second number of the scale. That gives centimetres on the ground; divide by 100 for metres, and round to a whole number.',
    hints: [
      'One centimetre on a map of 1:25 000 is 25 000 centimetres on the ground.',
      'How many centimetres are a metre?',
      'Multiply first, then divide by 100, then round.',
    ],
    cases: [
      { name: 'four centimetres at 1:25 000', values: [4, 25000], result: 1000 },
      { name: 'half a centimetre at 1:50 000', values: [0.5, 50000], result: 250 },
    ],
    hidden: [
      { name: 'nothing is nothing', values: [0, 10000], result: 0 },
      { name: 'a small scale', values: [3.4, 100000], result: 3400 },
      { name: 'a large scale', values: [7, 1000], result: 70 },
    ],
    python: {
      head: 'def ground_distance(centimetres, scale):',
      name: 'ground_distance',
      todo: 'Work out the metres on the ground.',
      body: 'return round(centimetres * scale / 100)',
    },
    script: {
      head: 'function groundDistance(centimetres, scale) {',
      name: 'groundDistance',
      todo: 'Work out the metres on the ground.',
      body: 'return Math.round((centimetres * scale) / 100);',
    },
    typed: 'function groundDistance(centimetres: number, scale: number): number {',
    sql: {
      setup: `create table paths (name text, centimetres numeric, scale int);
insert into paths values ('lake', 4, 25000), ('ridge', 0.5, 50000), ('road', 3.4, 100000);`,
      view: 'ground',
      column: 'metres',
      expression: 'round(centimetres * scale / 100)::int',
      rows: [
        ['lake', 1000],
        ['ridge', 250],
        ['road', 3400],
      ],
    },
  },
  {
    title: 'The way back',
    words: /compass|bearing|north|position|where you are|direction/i,
    description: 'Write a function that gives the back bearing of any bearing.',
    minutes: 15,
    rule: 'The back bearing is 180 degrees further. Where that is 360 or more, take 360 away, so that the answer is from 0 to 359.',
    hints: [
      'Half a circle is 180 degrees.',
      'What is left when 420 is divided by 360?',
      'The remainder of a division is what the sign % gives.',
    ],
    cases: [
      { name: 'from the south-west', values: [240], result: 60 },
      { name: 'from the north-east', values: [70], result: 250 },
    ],
    hidden: [
      { name: 'from due south', values: [180], result: 0 },
      { name: 'from due north', values: [0], result: 180 },
      { name: 'just below a full circle', values: [359], result: 179 },
    ],
    python: {
      head: 'def back_bearing(bearing):',
      name: 'back_bearing',
      todo: 'Turn half a circle and stay below 360.',
      body: 'return (bearing + 180) % 360',
    },
    script: {
      head: 'function backBearing(bearing) {',
      name: 'backBearing',
      todo: 'Turn half a circle and stay below 360.',
      body: 'return (bearing + 180) % 360;',
    },
    typed: 'function backBearing(bearing: number): number {',
    sql: {
      setup: `create table legs (name text, bearing int);
insert into legs values ('hut', 240), ('tower', 70), ('south', 180);`,
      view: 'ways_back',
      column: 'bearing',
      expression: '(bearing + 180) % 360',
      rows: [
        ['hut', 60],
        ['tower', 250],
        ['south', 0],
      ],
    },
  },
  {
    title: 'How much you climb',
    words: /contour|slope|steep|valley|ridge|height|gradient|water/i,
    description: 'Write a function that adds up all climbs of a way from the heights along it.',
    minutes: 20,
    rule: 'Go through the heights in their order. Whenever a height is more than the one before, add the difference. Ways down do not count.',
    hints: [
      'Compare each height with the one before it.',
      'Begin with the second height: the first has none before it.',
      'Add the difference only where it is more than 0.',
    ],
    cases: [
      { name: 'up and down and up', values: [[300, 350, 320, 400]], result: 130 },
      { name: 'only down', values: [[500, 400, 300]], result: 0 },
    ],
    hidden: [
      { name: 'a single height', values: [[420]], result: 0 },
      { name: 'flat ground', values: [[10, 10, 10]], result: 0 },
      { name: 'below the sea', values: [[-20, 5, -3, 12]], result: 40 },
    ],
    python: {
      head: 'def total_climb(heights):',
      name: 'total_climb',
      todo: 'Add up what you gain from one height to the next.',
      body: 'return sum(max(0, b - a) for a, b in zip(heights, heights[1:]))',
    },
    script: {
      head: 'function totalClimb(heights) {',
      name: 'totalClimb',
      todo: 'Add up what you gain from one height to the next.',
      body: 'return heights.slice(1).reduce((sum, height, i) => sum + Math.max(0, height - heights[i]), 0);',
    },
    typed: 'function totalClimb(heights: number[]): number {',
    sql: {
      setup: `create table points (name text, place int, height int);
insert into points values
  ('round', 1, 300), ('round', 2, 350), ('round', 3, 320), ('round', 4, 400),
  ('descent', 1, 500), ('descent', 2, 400),
  ('shore', 1, -20), ('shore', 2, 5), ('shore', 3, -3), ('shore', 4, 12);`,
      view: 'climbs',
      column: 'climb',
      expression: `(select coalesce(sum(greatest(0, gained)), 0)::int from (
    select height - lag(height) over (order by place) as gained
    from points as one where one.name = points.name) as steps)`,
      rows: [
        ['round', 130],
        ['descent', 0],
        ['shore', 40],
      ],
    },
  },
  {
    title: 'How long the walk takes',
    words: /time|route|plan|naismith|walk/i,
    description: 'Write a function that estimates walking time from distance and climb.',
    minutes: 15,
    rule: 'Count 12 minutes for each kilometre and 10 minutes for each 100 metres of climb, and round the sum to whole minutes.',
    hints: [
      'A metre of climb is a tenth of a minute.',
      'Add both parts first and round at the end.',
      'Try 8 km with 450 m: that is 141 minutes.',
    ],
    cases: [
      { name: 'a hilly walk', values: [8, 450], result: 141 },
      { name: 'a flat walk', values: [5, 0], result: 60 },
    ],
    hidden: [
      { name: 'straight up', values: [0, 300], result: 30 },
      { name: 'not a whole minute', values: [1.6, 0], result: 19 },
      { name: 'a long day', values: [22, 1300], result: 394 },
    ],
    python: {
      head: 'def walking_minutes(kilometres, climb):',
      name: 'walking_minutes',
      todo: 'Add the minutes of the distance and of the climb.',
      body: 'return round(kilometres * 12 + climb / 10)',
    },
    script: {
      head: 'function walkingMinutes(kilometres, climb) {',
      name: 'walkingMinutes',
      todo: 'Add the minutes of the distance and of the climb.',
      body: 'return Math.round(kilometres * 12 + climb / 10);',
    },
    typed: 'function walkingMinutes(kilometres: number, climb: number): number {',
    sql: {
      setup: `create table walks (name text, kilometres numeric, climb int);
insert into walks values ('hills', 8, 450), ('shore', 5, 0), ('long', 22, 1300);`,
      view: 'walking_times',
      column: 'minutes',
      expression: 'round(kilometres * 12 + climb / 10.0)::int',
      rows: [
        ['hills', 141],
        ['shore', 60],
        ['long', 394],
      ],
    },
  },
];

interface LabTest {
  readonly name: string;
  readonly expression: string;
  readonly expected: string;
}

interface Code {
  readonly setup_code: string;
  readonly starter_code: string;
  readonly solution_code: string;
  readonly expected_output: string;
  readonly tests: readonly LabTest[];
  readonly hidden_tests: readonly LabTest[];
  /** What a student calls what is to be written. */
  readonly called: string;
  readonly example: string;
}

const shown = (values: Case['values']): string =>
  values.map((value) => JSON.stringify(value)).join(', ');

const calls = (name: string, cases: readonly Case[]): LabTest[] =>
  cases.map((one) => ({
    name: one.name,
    expression: `${name}(${shown(one.values)})`,
    expected: String(one.result),
  }));

function program(
  task: Task,
  language: 'python' | 'javascript' | 'typescript',
  prints: boolean,
): Code {
  const isPython = language === 'python';
  const { name, todo, body, head } = isPython ? task.python : task.script;
  const first = language === 'typescript' ? task.typed : head;
  const print = isPython ? 'print' : 'console.log';
  const semicolon = isPython ? '' : ';';
  const lines = prints
    ? `\n\n${task.cases.map(({ values }) => `${print}(${name}(${shown(values)}))${semicolon}`).join('\n')}`
    : '';
  const whole = (inner: readonly string[]): string =>
    `${first}\n${inner.map((line) => `${isPython ? '    ' : '  '}${line}`).join('\n')}${isPython ? '' : '\n}'}${lines}\n`;
  const nothing = isPython ? 'return None' : 'return -1;';
  const [example] = task.cases;
  return {
    setup_code: '',
    starter_code: whole([`${isPython ? '#' : '//'} ${todo}`, nothing]),
    solution_code: whole([body]),
    expected_output: prints ? `${task.cases.map(({ result }) => result).join('\n')}\n` : '',
    tests: calls(name, task.cases),
    hidden_tests: calls(name, task.hidden),
    called: `the function \`${name}\``,
    example: `\`${name}(${shown(example?.values ?? [])})\` gives \`${example?.result}\`.`,
  };
}

function statements({ sql }: Task, prints: boolean): Code {
  const { view, column, expression, rows } = sql;
  const table = /create table (\w+)/.exec(sql.setup)?.[1] ?? '';
  const query = prints ? `\n\nselect name, ${column} from ${view} order by name;` : '';
  const tests = rows.map(([name, result]) => ({
    name: `the row of ${name}`,
    expression: `select ${column} from ${view} where name = '${name}'`,
    expected: JSON.stringify([{ [column]: result }]),
  }));
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const [first] = rows;
  const of = (inner: string): string =>
    `create view ${view} as\n  select distinct name, ${inner} as ${column} from ${table};${query}\n`;
  return {
    setup_code: `${sql.setup}\n`,
    starter_code: `-- Replace the null by what works out ${column}.\n${of('null::int')}`,
    solution_code: of(expression),
    expected_output: prints
      ? `name|${column}\n${sorted.map((row) => row.join('|')).join('\n')}\n`
      : '',
    tests: tests.slice(0, 2),
    hidden_tests: [
      ...tests.slice(2),
      {
        name: 'one row for each name',
        expression: `select count(*)::int as n from ${view}`,
        expected: JSON.stringify([{ n: rows.length }]),
      },
    ],
    called: `the view \`${view}\` with the columns \`name\` and \`${column}\``,
    example: `The row of \`${first?.[0]}\` has ${column} \`${first?.[1]}\`.`,
  };
}

/** The lab that fits a text best and that is none of `taken`. */
export function labFor(
  about: string,
  language: CodeLanguage,
  prints: boolean,
  taken: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const free = tasks.filter(({ title }) => !taken.includes(title));
  const task = free.find(({ words }) => words.test(about)) ?? free[0] ?? (tasks[0] as Task);
  const { called, example, ...code } =
    language === 'sql' ? statements(task, prints) : program(task, language, prints);
  return {
    title: task.title,
    description: task.description,
    estimated_time: task.minutes,
    instructions: `## Your task

Complete ${called}.

${task.rule}

## Example

${example}

## Steps

1. Read the starter code and say in your own words what is missing.
2. Work the example out on paper.
3. Write it, and run the tests.`,
    ...code,
    hints: task.hints,
  };
}
