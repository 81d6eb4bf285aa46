import type {
  getLabSolution,
  getPracticeLab,
  LabRun,
  LabState,
  PracticeLab,
  runLab,
  saveLabCode,
} from '@ourshiksha/contract/practice-lab';
import type { z } from 'zod';
import { Refused } from './refused.ts';
import * as sample from './sample.ts';

/**
 * Labs for the fixture, one a language and one that cannot be verified. The fixture runs no code: it
 * takes code for right that holds what the lab's solution holds.
 */
interface Keyed {
  readonly lab: PracticeLab;
  readonly hints: readonly string[];
  readonly solution: string;
  /** Stands in every right answer. */
  readonly mark: string;
  readonly verifiable: boolean;
}

const keyed = (lab: Partial<PracticeLab>, solution: string, mark: string): Keyed => ({
  lab: { ...sample.lab, tests: [], expected_output: null, hint_count: 0, ...lab },
  hints: ['A function gives back a value with `return`.', 'Join texts with +.'].slice(
    0,
    lab.hint_count ?? 0,
  ),
  solution,
  mark,
  verifiable: lab.runtime !== null,
});

const labs: readonly Keyed[] = [
  keyed(
    sample.lab,
    "function greet(name) {\n  return 'Hello, ' + name;\n}\n\nconsole.log(greet('Asha'));\n",
    'return',
  ),
  keyed(
    {
      id: 402,
      title: 'Add things up',
      language: 'Python',
      runtime: 'python',
      starter_code: 'def total(numbers):\n    pass\n\nprint(total([1, 2, 3]))\n',
      expected_output: '6\n',
      tests: [{ name: 'Adds two', expression: 'total([1, 2])', expected: '3' }],
    },
    'def total(numbers):\n    return sum(numbers)\n\nprint(total([1, 2, 3]))\n',
    'sum(',
  ),
  keyed(
    {
      id: 403,
      title: 'Find the tall trees',
      language: 'SQL',
      runtime: 'sql',
      setup_code:
        "create table trees (name text, height integer);\ninsert into trees values ('neem', 15), ('banyan', 30);",
      starter_code: 'select name from trees;\n',
      validation_type: 'test',
      tests: [
        {
          name: 'The view lists one tree',
          expression: 'select name from tall',
          expected: '[{"name":"banyan"}]',
        },
      ],
    },
    'create view tall as select name from trees where height > 20;\nselect * from tall;\n',
    'view tall',
  ),
  keyed(
    {
      id: 404,
      title: 'A page that greets',
      language: 'HTML',
      runtime: 'html',
      starter_code: '<h1></h1>\n',
      validation_type: 'visual',
      tests: [{ name: 'The heading greets', expression: 'h1', expected: '["Namaste"]' }],
    },
    '<h1>Namaste</h1>\n',
    'Namaste',
  ),
  keyed(
    {
      id: 405,
      title: 'Draw a plan on paper',
      language: 'paper',
      runtime: null,
      starter_code: '',
    },
    '',
    '',
  ),
  keyed(
    {
      id: 406,
      title: 'Types that tell',
      language: 'TypeScript',
      runtime: 'typescript',
      starter_code: 'const double = (n: number): number => 0;\n',
      tests: [{ name: 'Doubles', expression: 'double(21)', expected: '42' }],
    },
    'const double = (n: number): number => 2 * n;\n',
    '2 * n',
  ),
];

type View = z.input<typeof getPracticeLab.reply>;
const NOW = '2026-11-21T09:00:00Z';

/** Everybody's labs, by person and lab. */
export function createLabDesk() {
  const states = new Map<string, { state: LabState; last: LabRun | null }>();
  let saves = 0;
  /** Moments that follow each other, as the clock of a database has them. */
  const moment = () => {
    saves += 1;
    return new Date(Date.parse(NOW) + saves * 1000).toISOString();
  };

  function of(person: number, id: number) {
    const found = labs.find(({ lab }) => lab.id === id);
    if (!found) throw new Refused(404, 'lab.not-found');
    const { lab, hints, solution, mark, verifiable } = found;
    const key = `${person}-${id}`;
    const mine = states.get(key) ?? { state: untouched(), last: null };
    states.set(key, mine);
    const change = (changed: Partial<LabState>) => {
      mine.state = { ...mine.state, ...changed };
      if (mine.state.status === 'not_started') mine.state.status = 'in_progress';
    };
    return {
      view: (): View => ({
        lab,
        checks: { verifiable, hidden_test_count: verifiable ? 1 : 0 },
        state: mine.state,
        last_run: mine.last,
      }),
      save(code: string): z.input<typeof saveLabCode.reply> {
        const code_saved_at = moment();
        change({ code, code_saved_at });
        return { code_saved_at };
      },
      hint(number: number) {
        if (number > hints.length) throw new Refused(409, 'lab.no-such-hint');
        change({ hints: hints.slice(0, Math.max(number, mine.state.hints.length)) });
        return { state: mine.state };
      },
      run(code: string): z.input<typeof runLab.reply> {
        if (!verifiable) throw new Refused(409, 'lab.not-verifiable');
        const passed = code.includes(mark);
        const attempts = mine.state.attempts + 1;
        change({ code, code_saved_at: moment(), attempts });
        if (passed) change({ status: 'completed', completed_at: NOW, verified_at: NOW });
        const visible = lab.tests.map(({ name, expected }) => ({
          name,
          hidden: false,
          passed,
          actual: passed ? expected : 'null',
          expected,
        }));
        const hidden = { name: '', hidden: true, passed, actual: null, expected: null };
        const expected = lab.expected_output;
        mine.last = {
          id: attempts,
          status: 'finished',
          passed,
          output: passed ? (expected ?? '') : 'undefined\n',
          error: null,
          output_passed: expected === null ? null : passed,
          tests: [...visible, hidden],
          started_at: NOW,
          ms: 12,
        };
        return { run: mine.last, state: mine.state };
      },
      declare() {
        if (verifiable) throw new Refused(409, 'lab.verifiable');
        change({ status: 'completed', completed_at: NOW });
        return { state: mine.state };
      },
      solution(): z.input<typeof getLabSolution.reply> {
        if (mine.state.status !== 'completed') throw new Refused(409, 'lab.not-completed');
        return { solution_code: solution };
      },
    };
  }
  return { of };
}

const untouched = (): LabState => ({
  status: 'not_started',
  code: null,
  code_saved_at: null,
  attempts: 0,
  hints: [],
  completed_at: null,
  verified_at: null,
});
