import { afterAll, describe, expect, test } from 'vitest';
import { curriculum, type Files, removeCurricula } from '../../testing/curriculum';
import { type ImportedCourse, type Reading, readCurriculum } from './index';

afterAll(removeCurricula);

const lessons: Files = {
  'README.md': '# Quizzed\n\nA course with quizzes.\n',
  '1-one/1-a/README.md': '# A\n\nText.\n',
  '1-one/2-b/README.md': '# B\n\nText.\n',
  '2-two/1-c/README.md': '# C\n\nText.\n',
};

const read = async (files: Files): Promise<Reading> =>
  readCurriculum(await curriculum({ ...lessons, ...files }));

async function course(files: Files): Promise<ImportedCourse> {
  const reading = await read(files);
  const errors = reading.findings.filter((finding) => finding.severity === 'error');
  expect(errors).toEqual([]);
  if (reading.course === null) throw new Error('no course');
  return reading.course;
}

const question = (text: string, options: [string, unknown][]): object => ({
  questionText: text,
  answerOptions: options.map(([answerText, isCorrect]) => ({ answerText, isCorrect })),
});
const simple = question('Which?', [
  ['this', 'true'],
  ['that', 'false'],
]);
const quiz = (id: number, title: string): object => ({ id, title, quiz: [simple] });
const titles = (found: ImportedCourse): string[][] =>
  found.modules.map((module) => module.tests.map((entry) => entry.title));

describe('where a quiz belongs', () => {
  test('the number of the lesson in its title', async () => {
    const found = await course({
      'quiz-app/src/en.json': JSON.stringify([
        {
          title: 'App',
          quizzes: [quiz(1, 'Lesson 3: before'), quiz(2, 'Lesson 1: after'), quiz(3, 'Lesson 2')],
        },
      ]),
    });
    expect(titles(found)).toEqual([['Lesson 1: after', 'Lesson 2'], ['Lesson 3: before']]);
    expect(found.modules[0]?.tests.map((entry) => entry.order_index)).toEqual([1, 2]);
  });

  test('two quizzes a lesson in the order of their numbers', async () => {
    const quizzes = [1, 2, 3, 4, 5, 6].map((id) => quiz(id, `Quiz ${id}`));
    const found = await course({ 'etc/data.json': JSON.stringify({ quizzes }) });
    expect(titles(found)).toEqual([
      ['Quiz 1', 'Quiz 2', 'Quiz 3', 'Quiz 4'],
      ['Quiz 5', 'Quiz 6'],
    ]);
  });

  test('a link in the lesson', async () => {
    const found = await course({
      '2-two/1-c/README.md': '# C\n\n[Quiz](https://quizzes.example/quiz/9)\n',
      'quizzes.json': JSON.stringify({ quizzes: [quiz(9, 'Linked')] }),
    });
    expect(titles(found)).toEqual([[], ['Linked']]);
  });

  test('the folder of a lesson, of a module, and of the course', async () => {
    const native = (title: string): string =>
      JSON.stringify({
        title,
        questions: [
          { type: 'mcq', question_text: 'Which?', options: ['a', 'b'], correct_answer: 'b' },
        ],
      });
    const found = await course({
      '1-one/2-b/quiz.json': native('Of the lesson'),
      '2-two/quiz.json': native('Of the module'),
      'quiz.json': native('Of the course'),
    });
    expect(titles(found)).toEqual([['Of the lesson'], ['Of the module']]);
    expect(found.tests.map((entry) => entry.title)).toEqual(['Of the course']);
    expect(found.certificate).toMatchObject({ type: 'assessment', requires_test_pass: true });
  });

  test('nowhere: it becomes a test of the course, with a warning', async () => {
    const { course: found, findings } = await read({
      'app/quizzes.json': JSON.stringify({ quizzes: [quiz(77, 'Lost'), quiz(78, 'Lost too')] }),
    });
    expect(found?.tests.map((entry) => entry.title)).toEqual(['Lost', 'Lost too']);
    expect(findings.filter((finding) => finding.code === 'quiz-without-lesson')).toHaveLength(2);
  });

  test('of several languages English is read, and the others are named', async () => {
    const { course: found, findings } = await read({
      'quiz-app/translations/en.json': JSON.stringify([{ quizzes: [quiz(1, 'Lesson 1')] }]),
      'quiz-app/translations/fr.json': JSON.stringify([{ quizzes: [quiz(1, 'Leçon 1')] }]),
    });
    expect(found?.modules[0]?.tests.map((entry) => entry.title)).toEqual(['Lesson 1']);
    expect(findings.find((finding) => finding.code === 'quiz-languages')?.message).toContain('fr');
  });
});

describe('questions', () => {
  const questionsOf = async (
    questions: object[],
  ): Promise<ImportedCourse['tests'][number]['questions']> => {
    const found = await course({
      '1-one/1-a/quiz.json': JSON.stringify({ title: 'Q', questions }),
    });
    return found.modules[0]?.tests[0]?.questions ?? [];
  };

  test('true and false in any case are a question of that type', async () => {
    const found = await questionsOf([
      question('1?', [
        ['true', 'true'],
        ['false', 'false'],
      ]),
      question('2?', [
        ['FALSE', 'true'],
        ['True', 'false'],
      ]),
      { question: '3?', correct: false },
    ]);
    expect(found.map((entry) => [entry.type, entry.options, entry.correct_answer])).toEqual([
      ['true_false', ['True', 'False'], 'True'],
      ['true_false', ['True', 'False'], 'False'],
      ['true_false', ['True', 'False'], 'False'],
    ]);
    expect(found.map((entry) => entry.order_index)).toEqual([1, 2, 3]);
  });

  test('the answer may be a text, a letter, a place or a mark', async () => {
    const found = await questionsOf([
      { question: '1?', options: ['red', 'green'], answer: 'green' },
      { question: '2?', options: ['red', 'green'], correct_answer: 'B' },
      { question: '3?', options: ['red', 'green'], correctAnswer: 1 },
      { question: '4?', options: [{ text: 'red' }, { text: 'green', correct: true }] },
      {
        type: 'fill_blank',
        question_text: '5?',
        options: [],
        correct_answer: 'green',
        explanation: 'Because.',
      },
    ]);
    expect(found.map((entry) => entry.correct_answer)).toEqual(Array(5).fill('green'));
    expect(found[4]).toMatchObject({ type: 'fill_blank', options: [], explanation: 'Because.' });
  });

  test('a quiz in Markdown', async () => {
    const found = await course({
      '1-one/1-a/quiz.md': [
        '# Check yourself',
        '## Question 1: Which is a fruit?',
        '- [ ] Stone',
        '- [x] Apple',
        '> Apples grow on trees.',
        '## 2. The earth is flat.',
        '- [ ] True',
        '- [x] False',
        '',
        'What is 1 + 1?',
        '',
        '- A) 1',
        '- B) 2',
        '',
        'Answer: B',
      ].join('\n'),
    });
    const [check] = found.modules[0]?.tests ?? [];
    expect(check?.title).toBe('Check yourself');
    expect(
      check?.questions.map((entry) => [entry.question_text, entry.type, entry.correct_answer]),
    ).toEqual([
      ['Which is a fruit?', 'mcq', 'Apple'],
      ['The earth is flat.', 'true_false', 'False'],
      ['What is 1 + 1?', 'mcq', '2'],
    ]);
    expect(check?.questions[0]?.explanation).toBe('Apples grow on trees.');
  });

  test('no correct answer is an error with its line', async () => {
    const text = JSON.stringify(
      {
        title: 'Q',
        questions: [
          simple,
          question('Why?', [
            ['a', 'false'],
            ['b', false],
          ]),
        ],
      },
      null,
      1,
    );
    const { findings } = await read({ '1-one/1-a/quiz.json': text });
    const line = text.split('\n').findIndex((entry) => entry.includes('Why?'));
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([
      {
        severity: 'error',
        code: 'no-correct-answer',
        message: expect.stringContaining('Why?') as string,
        file: '1-one/1-a/quiz.json',
        line,
      },
    ]);
  });

  test('two correct answers import the first, with a warning that names both', async () => {
    const { course: found, findings } = await read({
      '1-one/1-a/quiz.json': JSON.stringify({
        questions: [
          question('Which?', [
            ['a', true],
            ['b', false],
            ['c', true],
          ]),
        ],
      }),
    });
    expect(found?.modules[0]?.tests[0]?.questions[0]).toMatchObject({
      type: 'mcq',
      correct_answer: 'a',
    });
    const warning = findings.find((finding) => finding.code === 'several-correct-answers');
    expect(warning).toMatchObject({ severity: 'warning', file: '1-one/1-a/quiz.json', line: 1 });
    expect(warning?.message).toMatch(/"a".*"c"/);
  });

  test.each([
    ['broken JSON', '{"questions": [', 'json-broken'],
    ['no questions', '{"hello": 1}', 'quiz-unknown-shape'],
    [
      'one option',
      '{"questions":[{"question":"?","options":["a"],"answer":"a"}]}',
      'too-few-options',
    ],
    [
      'a percentage above 100',
      '{"passing_percentage":120,"questions":[{"question":"?","correct":true}]}',
      'passing-percentage',
    ],
    [
      'a character that cannot be stored',
      '{"questions":[{"question":"\\u0000?","correct":true}]}',
      'not-text',
    ],
    ['deep nesting', `{"questions":${'['.repeat(50_000)}`, 'json-broken'],
  ])('%s is an error that names the file', async (_, text, code) => {
    const { findings } = await read({ '1-one/1-a/quiz.json': text });
    const errors = findings.filter((finding) => finding.severity === 'error');
    expect(errors.map((finding) => [finding.code, finding.file])).toContainEqual([
      code,
      '1-one/1-a/quiz.json',
    ]);
  });
});
