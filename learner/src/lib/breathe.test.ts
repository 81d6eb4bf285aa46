import { expect, it } from 'vitest';
import { breathe } from './breathe.ts';

it('lets others have a turn between two pieces of work', async () => {
  const turns: string[] = [];
  let going = true;
  const other = () => {
    turns.push('other');
    if (going) setImmediate(other);
  };
  setImmediate(other);
  await Promise.all(
    ['one', 'two', 'three'].map(async (piece) => {
      await breathe();
      turns.push(piece);
    }),
  );
  going = false;
  for (const [from, to] of [
    ['one', 'two'],
    ['two', 'three'],
  ] as const) {
    expect(turns.slice(turns.indexOf(from), turns.indexOf(to))).toContain('other');
  }
});
