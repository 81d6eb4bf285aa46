import { expect, it } from 'vitest';
import { createOutput } from './output.ts';
import { OUTPUT_LIMIT } from './protocol.ts';

it('many lines are few messages, and nothing is lost', () => {
  const sent: string[] = [];
  let clock = 0;
  const output = createOutput(
    (text) => sent.push(text),
    () => clock,
  );
  for (let line = 0; line < 1000; line += 1) {
    clock += 1;
    output.print(`${line}\n`);
  }
  output.flush();
  expect(sent.length).toBeLessThan(15);
  expect(sent.join('').split('\n').length).toBe(1001);
});

it('a flood is cut, and said to be', () => {
  const sent: string[] = [];
  const output = createOutput((text) => sent.push(text));
  for (let line = 0; line < 100; line += 1) output.print('x'.repeat(1000));
  output.flush();
  expect(sent.join('').length).toBe(OUTPUT_LIMIT + 2);
  expect(sent.join('').endsWith('\n…')).toBe(true);
});
