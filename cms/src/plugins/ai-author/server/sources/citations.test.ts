import { describe, expect, it } from 'vitest';
import { checkCitations, sentencesOf } from './citations';
import { stemOf, termsOf } from './words';

const passages = [
  {
    label: 'S1',
    source: 'Data structures',
    place: 'Page 3',
    text: 'A stack is “last in, first out”: the element that was **pushed** last\nis popped first. Pushing takes constant time.',
  },
  {
    label: 'S2',
    source: 'Data structures',
    place: 'Page 4',
    text: 'A queue serves its elements in the order in which they arrived. In 1968 it was described by Knuth.',
  },
];
const check = (text: string, ...cited: [string, string][]) =>
  checkCitations(
    text,
    cited.map(([passage, quote]) => ({ passage, quote })),
    passages,
  );

describe('A citation', () => {
  it('stands where its words are in its passage, however they are spaced and marked', () => {
    const { citations, dropped } = check(
      '',
      ['S1', 'the element that was pushed last is popped first'],
      ['[S1]', 'A stack is "last in,   first out"'],
      ['S2', 'a queue serves … in the order in which they arrived.'],
    );
    expect(dropped).toEqual([]);
    expect(citations).toEqual([
      {
        source: 'Data structures',
        place: 'Page 3',
        quote: 'the element that was pushed last is popped first',
      },
      { source: 'Data structures', place: 'Page 3', quote: 'A stack is "last in, first out"' },
      {
        source: 'Data structures',
        place: 'Page 4',
        quote: 'a queue serves … in the order in which they arrived.',
      },
    ]);
  });

  it('is dropped where the words are not there, stand in another passage, or are too few', () => {
    const { citations, dropped } = check(
      '',
      ['S1', 'A queue serves its elements'],
      ['S2', 'A queue serves nobody at all'],
      ['S3', 'A queue serves its elements'],
      ['S2', 'a queue'],
      ['S2', '… … …'],
      ['S2', 'they arrived … A queue serves its elements'],
    );
    expect(citations).toEqual([]);
    expect(dropped.map(({ reason }) => reason)).toEqual([
      'not in the passage',
      'not in the passage',
      'no such passage',
      'too short',
      'too short',
      'not in the passage',
    ]);
  });

  it('is kept once and cut where it is very long', () => {
    const text = 'word '.repeat(400);
    const { citations } = checkCitations(
      '',
      [
        { passage: 'S1', quote: text },
        { passage: 'S1', quote: `${text} ` },
      ],
      [{ label: 'S1', source: 's', place: '', text }],
    );
    expect(citations.length).toBe(1);
    expect([...(citations[0]?.quote ?? '')].length).toBe(600);
  });
});

describe('A sentence', () => {
  const covering: [string, string] = ['S1', 'Pushing takes constant time'];

  it('is covered by a passage that is cited and has its terms', () => {
    const { uncovered } = check(
      'Elements pushed last get popped first. Cryptography protects secret messages from eavesdroppers.',
      covering,
    );
    expect(uncovered).toEqual(['Cryptography protects secret messages from eavesdroppers.']);
  });

  it('is not covered by a passage that nobody cited, nor by a citation that was dropped', () => {
    const text = 'A queue serves its elements in the order of arrival.';
    expect(check(text, covering).uncovered).toEqual([text]);
    expect(check(text, ['S2', 'words that stand nowhere in it']).uncovered).toEqual([text]);
    expect(check(text, ['S2', 'A queue serves its elements']).uncovered).toEqual([]);
    expect(check(text).uncovered).toEqual([text]);
  });

  it('with a number that the passage does not have is not covered', () => {
    const quote: [string, string] = ['S2', 'A queue serves its elements'];
    expect(check('Knuth described the queue in 1968.', quote).uncovered).toEqual([]);
    expect(check('Knuth described the queue in 1971.', quote).uncovered).toEqual([
      'Knuth described the queue in 1971.',
    ]);
  });

  it('that says next to nothing, a heading and code are not looked at', () => {
    const text =
      '# Cryptography of secret messages\n\nLet us begin!\n\n```js\nconst secret = cryptography(messages);\n```\n\n~~~\nunclosed secret cryptography code';
    expect(check(text).uncovered).toEqual([]);
  });

  it('is told as it is read, each item of a list by itself', () => {
    expect(
      sentencesOf(
        'One **bold** `word`. Two [link](https://x.example) here.\n\n- First _item_\n- snake_case stays\n1. Third\n\n| a | b |\n|---|---|\n',
      ),
    ).toEqual([
      'One bold word.',
      'Two link here.',
      'First item',
      'snake_case stays',
      'Third',
      'a | b |',
    ]);
    expect(sentencesOf('यह पहला वाक्य है। यह दूसरा है।')).toEqual(['यह पहला वाक्य है।', 'यह दूसरा है।']);
  });
});

describe('Terms', () => {
  it('are stems without the words that say nothing', () => {
    expect([...termsOf('The loops were running, and looping 3.14 times: LOOP')]).toEqual([
      'loop',
      'run',
      '3.14',
      'tim',
    ]);
    expect([...termsOf('पाइथन में लूप')]).toEqual(['पाइथन', 'में', 'लूप']);
    for (const [one, other] of [
      ['queries', 'query'],
      ['classes', 'class'],
      ['stopped', 'stop'],
      ['values', 'value'],
      ['caching', 'cache'],
    ] as const)
      expect([one, stemOf(one)]).toEqual([one, stemOf(other)]);
  });
});
