import type { Part, Topic } from './topic.ts';

/** Of a course about something else: what can be said of any subject, in its own words. */

const modules: readonly (readonly [title: string, lessons: readonly string[]])[] = [
  ['First steps', ['What it is about', 'The words you need', 'A first example']],
  ['How it works', ['The parts', 'The parts together', 'What can go wrong']],
  ['In practice', ['A task from beginning to end', 'Checking your work', 'Working with others']],
  ['Going further', ['Where to read on', 'A larger task', 'Looking back']],
];

export function generalTopic(title: string, subject: string): Topic {
  return {
    title,
    words: /(?!)/,
    minutes: 20,
    objectives: [`Explain in your own words what “${title}” means`, 'Give an example of your own'],
    concepts: [title, subject].filter((text) => text !== ''),
    content: `## Why this matters

This lesson is called “${title}”. It is a part of the course “${subject}”.

## The idea

Write down in one sentence what you already know about it. Then compare the sentence with what you find out in this lesson, and correct it.

## An example

Look for one example in your own surroundings. Describe it in three sentences: what it is, how you know that it belongs here, and what would be different without it.

## Try it

Explain your example to somebody who has not taken this course. Where they ask, your explanation has a gap.`,
    simple: `“${title}” is easiest to understand by an example. Find one, describe it, and ask somebody else whether they would have recognised it.`,
    notes: [
      `This lesson is about: ${title}.`,
      'One example of your own is worth three that you read.',
    ],
    takeaways: [
      'You know it when you can explain it.',
      'A question you cannot answer shows you where to go on.',
    ],
    interview: [
      [
        `What does “${title}” mean?`,
        'Answer in one sentence, and then give an example from your own work.',
      ],
    ],
    choices: [
      [
        `Which course does the lesson “${title}” belong to?`,
        [subject || 'This course', 'Reading maps', 'How to bake bread', 'The history of chess'],
        'It is a lesson of this course.',
      ],
    ],
    statement: [
      `An example of your own helps you to understand “${title}”.`,
      true,
      'Who can give an example has understood more than the words.',
    ],
    several: [
      `What does the lesson “${title}” ask you to do?`,
      ['To find an example', 'To explain it to somebody'],
      ['To learn a text by heart', 'To draw a map'],
      'It asks for an example and for an explanation.',
    ],
    blank: [
      `You understand “${title}” when you can give an ___ of your own.`,
      ['example'],
      'The lesson asks for an example.',
    ],
  };
}

export const generalParts = (subject: string): readonly Part[] =>
  modules.map(([title, lessons]) => ({
    title: `${title}: ${subject}`.slice(0, 80),
    description: `${title} in “${subject}”.`,
    topics: lessons.map((lesson) => generalTopic(`${lesson}: ${subject}`.slice(0, 80), subject)),
  }));
