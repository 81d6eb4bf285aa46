import type { Course } from '@ourshiksha/contract/course';
import type { VersionChange } from '@ourshiksha/contract/enrollment';
import type { Lesson } from '@ourshiksha/contract/lesson';
import type { PracticeLab } from '@ourshiksha/contract/practice-lab';
import type { FileLimits, Project, Submission } from '@ourshiksha/contract/project';
import type { Question, Test } from '@ourshiksha/contract/test';

/** Content for the fixture: ordinary things beside the long, the empty and the hostile. */

const NOTES = `# How a page reaches you

A browser and a server speak a small language with each other, **HTTP**. The browser asks, the
server answers, and neither remembers the other afterwards. [Read on below](#a-first-look).

> A protocol is a promise about the order of things, and nothing more.

## A first look

1. You type an address.
2. The browser looks up *where* it leads.
3. It asks for the page with \`GET /\`.

\`\`\`js
// The smallest server that answers.
import { createServer } from 'node:http';

createServer((request, response) => {
  response.end('Hello, ' + request.url);
}).listen(3000);
\`\`\`

### What stands in an answer

| Part | Meaning | Example |
| --- | --- | --- |
| Status | How it went | \`200 OK\` |
| Headers | What the body is, and how long it may be kept by whoever passes it on | \`Content-Type: text/html\` |
| Body | The page itself | \`<!doctype html>\` |

## Asking again

- [x] Ask once
- [ ] Keep the answer
- [ ] Ask whether it is still fresh

A very-long-word-that-does-not-break: ${'supercalifragilistic'.repeat(6)}.

## What to remember

The web forgets. Everything that seems to remember you is a note the browser carries along.[^1]

[^1]: Such a note is called a cookie.

<script>window.harmed = true</script>
<img src="x" onerror="window.harmed = true">
`;

type Outline = Course['outline'];

const lesson = (id: number, title: string, estimated_time = '12 min') => ({
  id,
  title,
  estimated_time,
});

export const outline: Outline = {
  modules: [
    {
      id: 11,
      title: 'How the web works',
      description: 'From an address to a page.',
      estimated_time: '45 min',
      lessons: [
        lesson(101, 'How a page reaches you'),
        lesson(102, 'What a name is, and who keeps the list of all names in the world'),
        lesson(103, 'Nothing to read here', ''),
      ],
      tests: [
        {
          id: 301,
          title: 'Check: how the web works',
          question_count: 3,
          time_limit: 10,
          passing_percentage: 70,
        },
      ],
      labs: [{ id: 401, title: 'Answer a request', language: 'javascript', lesson_id: 101 }],
      projects: [],
    },
    {
      id: 12,
      title: 'Writing a page',
      description: '',
      estimated_time: '1 h',
      lessons: [lesson(104, 'Words and their roles'), lesson(105, 'शीर्षक और अनुच्छेद')],
      tests: [],
      labs: [],
      projects: [{ id: 501, title: 'A page about something you love', difficulty: 'beginner' }],
    },
  ],
  tests: [
    { id: 302, title: 'Final test', question_count: 2, time_limit: null, passing_percentage: 50 },
  ],
  labs: [],
  projects: [],
};

export const course: Course = {
  id: 1,
  version: 2,
  name: 'The web from the ground up',
  description:
    'What happens between typing an address and reading a page, and how to write such a page yourself.',
  level: 'beginner',
  duration: '6 hours',
  thumbnail_url: null,
  credit_cost: 0,
  is_free: true,
  module_count: 2,
  lesson_count: 5,
  overview:
    'This course takes nothing for granted but curiosity. You will look at **requests and answers**, then write pages by hand.\n\nEvery lesson ends with its key points, every module with a short test.',
  target_audience: 'Anybody who uses the web and would like to know what is behind it.',
  learning_outcomes: [
    'Say what happens between an address and a page',
    'Read the headers of an answer',
    'Write a page that works for everybody',
    'Find out why a page does not load',
  ],
  job_roles: ['Web developer', 'Technical writer', 'Support engineer'],
  published_at: '2026-11-02T08:30:00Z',
  outline,
  certificate: {
    id: 21,
    name: 'Certificate of completion',
    description: 'Says that you read every lesson and passed every test.',
    type: 'completion',
    requires_test_pass: true,
    requires_project_completion: false,
    requires_lab_completion: false,
  },
};

const emptyOutline: Outline = { modules: [], tests: [], labs: [], projects: [] };

/** One per peculiarity: a price, a name in another script, a name without an end, no content. */
export const otherCourses: Course[] = [
  {
    ...course,
    id: 2,
    name: 'संस्कृत: पहला परिचय',
    description: 'देवनागरी में पढ़ना और सरल वाक्यों का अर्थ समझना।',
    level: 'intermediate',
    duration: '4 weeks',
    certificate: null,
    outline: { ...emptyOutline, modules: outline.modules.slice(0, 1) },
  },
  {
    ...course,
    id: 3,
    name: 'Everything a careful person might ever want to know about keeping records that nobody can change afterwards, not even the people who keep them',
    description: 'Long names happen.',
    level: 'advanced',
    is_free: false,
    credit_cost: 40,
    overview: '',
    learning_outcomes: [],
    job_roles: [],
    target_audience: '',
    outline: emptyOutline,
    module_count: 0,
    lesson_count: 0,
    duration: '',
  },
  {
    ...course,
    id: 4,
    name: 'Reading numbers',
    description: 'Tables, charts, and what they leave out.',
    lesson_count: 1,
    module_count: 1,
  },
];

/** No longer in the catalogue: one its learners go on with, one that is closed to them too. */
export const unpublishedCourse: Course = { ...course, id: 5, name: 'Writing by hand' };
export const closedCourse: Course = {
  ...course,
  id: 6,
  name: 'How we taught in 1999',
  outline: emptyOutline,
};

/** What the sample course's version has that the one before had not, and the other way round. */
export const changes: VersionChange[] = [
  { kind: 'lesson', id: 102, title: 'Asking and answering', change: 'changed' },
  { kind: 'test', id: 301, title: 'Requests and answers', change: 'changed' },
  { kind: 'module', id: 12, title: 'What a page is made of', change: 'added' },
  { kind: 'lesson', id: 105, title: 'देवनागरी में लिखना', change: 'added' },
  { kind: 'practice_lab', id: 401, title: 'Count the words', change: 'moved' },
  {
    kind: 'lesson',
    id: 109,
    title:
      'Frames, tables for layout, and other things that people did before there was another way',
    change: 'removed',
  },
];

const plain: Lesson = {
  id: 0,
  version: 2,
  course_id: 1,
  module_id: 11,
  title: '',
  objectives: [],
  estimated_time: '12 min',
  key_concepts: [],
  video_url: null,
  youtube_references: [],
  external_links: [],
  notes: null,
};

const notes = (content: string): NonNullable<Lesson['notes']> => ({
  content,
  simplified_explanation: '',
  bullet_notes: [],
  key_takeaways: [],
  interview_questions: [],
});

export const lessons: Lesson[] = [
  {
    ...plain,
    id: 101,
    title: 'How a page reaches you',
    objectives: ['Say what a request is', 'Name the three parts of an answer'],
    key_concepts: ['HTTP', 'Request', 'Response', 'Header'],
    video_url: 'https://www.youtube.com/watch?v=abcdefghijk',
    youtube_references: [{ title: 'The same with drawings', url: 'https://youtu.be/abcdefghijk' }],
    external_links: [
      { title: 'HTTP, the reference', url: 'https://developer.mozilla.org/docs/Web/HTTP' },
      { title: 'Never shown', url: 'javascript:window.harmed=true' },
    ],
    notes: {
      content: NOTES,
      simplified_explanation:
        'A browser is like somebody who writes **letters**. Each one gets an answer.',
      bullet_notes: [
        'The browser asks, the server answers',
        'An answer has a status, headers and a body',
      ],
      key_takeaways: ['HTTP forgets; cookies are how it is reminded'],
      interview_questions: [
        {
          question: 'What is a status code?',
          answer:
            'Three digits that say how a request went: `2xx` well, `4xx` your fault, `5xx` ours.',
        },
        {
          question: 'Why is HTTP called stateless?',
          answer: 'Because no request knows of another.',
        },
      ],
    },
  },
  {
    ...plain,
    id: 102,
    title: outline.modules[0]?.lessons[1]?.title ?? '',
    notes: notes('One paragraph is enough.'),
  },
  { ...plain, id: 103, title: 'Nothing to read here' },
  {
    ...plain,
    id: 104,
    module_id: 12,
    title: 'Words and their roles',
    video_url: '/uploads/film.mp4',
    notes: notes(`${'>'.repeat(3000)} deep`),
  },
  {
    ...plain,
    id: 105,
    module_id: 12,
    title: 'शीर्षक और अनुच्छेद',
    notes: notes('## शीर्षक\n\nहर पृष्ठ का एक शीर्षक होता है।'),
  },
];

/** The fixture's present. */
export const NOW = '2026-11-21T09:00:00Z';

export interface Keyed {
  question: Question;
  correct: string;
  /** What else is right. */
  further: string[];
  explanation: string;
}

const keyed = (
  id: number,
  type: Question['type'],
  text: string,
  options: string[],
  correct: string,
  explanation: string,
  further: string[] = [],
): Keyed => ({
  question: { id, type, question_text: text, options },
  correct,
  further,
  explanation,
});

export const tests: { test: Test; keyed: Keyed[] }[] = [
  {
    test: {
      id: 301,
      version: 2,
      course_id: 1,
      module_id: 11,
      title: 'Check: how the web works',
      description: 'Three questions about the first module.',
      passing_percentage: 70,
      time_limit: 10,
      difficulty: 'easy',
      question_count: 3,
      attempts_limit: null,
      attempt_pause_hours: null,
      results_after_deadline: false,
    },
    keyed: [
      keyed(
        901,
        'mcq',
        'Which part of an answer says **how the request went**?',
        [
          'The status',
          'The body',
          'The address',
          'The name of whoever asked for the page in the first place',
        ],
        'The status',
        'The status is three digits, such as `200`.',
      ),
      keyed(
        902,
        'true_false',
        'HTTP remembers who asked before.',
        ['True', 'False'],
        'False',
        'HTTP is stateless; cookies remind it.',
      ),
      keyed(903, 'fill_blank', 'A browser fetches a page with the method `____`.', [], 'GET', ''),
    ],
  },
  {
    test: {
      id: 302,
      version: 2,
      course_id: 1,
      module_id: null,
      title: 'Final test',
      description: '',
      passing_percentage: 50,
      time_limit: null,
      difficulty: 'medium',
      question_count: 2,
      attempts_limit: null,
      attempt_pause_hours: null,
      results_after_deadline: false,
    },
    keyed: [
      keyed(
        904,
        'true_false',
        'Everybody should be able to use a page.',
        ['True', 'False'],
        'True',
        'That is what pages are for.',
      ),
      keyed(905, 'mcq', 'Pick the second.', ['First', 'Second'], 'Second', ''),
    ],
  },
  // In no outline: a test with all that an editor may ask for.
  {
    test: {
      id: 303,
      version: 2,
      course_id: 1,
      module_id: 12,
      title: 'Check: meaning in a page',
      description: '',
      passing_percentage: 60,
      time_limit: 20,
      difficulty: 'hard',
      question_count: 3,
      attempts_limit: 4,
      attempt_pause_hours: 24,
      results_after_deadline: true,
    },
    keyed: [
      keyed(
        906,
        'multiple_select',
        'What tells a screen reader **what a thing is**?',
        ['A heading', 'A colour', 'A list', 'A shadow below a very long line of words that wraps'],
        'A heading',
        'Headings and lists are roles; colours and shadows are looks.',
        ['A list'],
      ),
      keyed(907, 'fill_blank', 'A picture is described in its `____`.', [], 'alt', '', [
        'alt text',
        'alternative text',
      ]),
      keyed(908, 'mcq', 'Is a `div` a button?', ['Yes', 'No'], 'No', 'It has no role.'),
    ],
  },
];

export const lab: PracticeLab = {
  id: 401,
  version: 2,
  course_id: 1,
  module_id: 11,
  lesson_id: 101,
  slug: 'answer-a-request',
  title: 'Answer a request',
  description: 'Write the function that greets whoever asks.',
  difficulty: 'beginner',
  language: 'javascript',
  runtime: 'javascript',
  estimated_time: 20,
  instructions:
    'Make the server answer with a greeting.\n\n1. Take the name.\n2. Answer with `Hello, ` and the name in it.',
  setup_code: '',
  starter_code: "function greet(name) {\n  // your answer\n}\n\nconsole.log(greet('Asha'));\n",
  expected_output: 'Hello, Asha\n',
  validation_type: 'console',
  tests: [{ name: 'Greets by name', expression: "greet('Asha')", expected: '"Hello, Asha"' }],
  hint_count: 2,
};

export const project: Project = {
  id: 501,
  version: 2,
  course_id: 1,
  module_id: 12,
  title: 'A page about something you love',
  description: 'Build a page of your own, from an empty file.',
  problem_statement: 'Choose something you know well and **explain it to somebody who does not**.',
  objectives: '- Use headings in order\n- Describe every picture',
  deliverables: '- One HTML file\n- One stylesheet',
  submission_instructions: 'Keep it in a folder of its own; you will need it later.',
  tech_stack: ['HTML', 'CSS'],
  evaluation_checklist: [
    { criterion: 'Structure', description: 'Headings tell the order of thoughts.' },
    { criterion: 'Access', description: 'It can be read without a mouse and without pictures.' },
  ],
  difficulty: 'beginner',
  steps: [
    {
      id: 601,
      step_number: 1,
      title: 'Begin with the words',
      description: 'Write the text before any markup.',
      code_snippet: null,
      tips: ['Read it aloud.'],
    },
    {
      id: 602,
      step_number: 2,
      title: 'Give the words their roles',
      description: 'Mark headings, paragraphs and lists.',
      code_snippet: '<h1>Tea</h1>\n<p>Two leaves and a bud.</p>',
      tips: [],
    },
  ],
};

export const fileLimits: FileLimits = {
  files: 5,
  file_bytes: 20 * 1024 * 1024,
  bytes: 50 * 1024 * 1024,
  types: ['pdf', 'png', 'jpg', 'zip', 'html', 'css'],
};

/** One that was handed in and that nobody has taken up yet. */
export const submission = (number: number): Submission => ({
  id: 9000 + number,
  submission_number: number,
  version: 2,
  status: 'submitted',
  withdrawn_at: null,
  submission_url: 'https://example.org/tea',
  submission_notes: 'The page, with **two pictures**.',
  files: [
    {
      id: 9600,
      name: 'tea.html',
      mime: 'text/html',
      byte_count: 5321,
      created_at: '2026-11-20T09:00:00Z',
    },
  ],
  submitted_at: '2026-11-20T09:00:00Z',
  reviewed_at: null,
  score: null,
  feedback: null,
  checklist: [],
});

export const rejectedSubmission: Submission = {
  ...submission(1),
  status: 'rejected',
  reviewed_at: '2026-11-21T08:00:00Z',
  score: 40,
  feedback: 'The words are good. **Every picture needs a description**, also the small ones.',
  checklist: [
    { criterion: 'Structure', met: true },
    { criterion: 'Access', met: false, comment: 'The second picture has no description.' },
  ],
};

export const approvedSubmission: Submission = {
  ...submission(2),
  status: 'approved',
  reviewed_at: '2026-11-21T08:30:00Z',
  score: 92,
  feedback: null,
  checklist: [
    { criterion: 'Structure', met: true },
    { criterion: 'Access', met: true },
  ],
};
