import { expect, it } from 'vitest';
import { firstChoices } from './choices';
import { type Begun, begunFrom, nothingYet } from './wanted';

it('takes up what somebody had begun to ask for', () => {
  const begun: Begun = {
    wanted: {
      ...nothingYet,
      prompt: 'How to read a map.',
      level: 'advanced',
      modules: null,
      choices: { ...firstChoices, labs: 'lesson' },
    },
    courseId: 'abc',
    sources: [3, 7],
  };
  expect(begunFrom(JSON.parse(JSON.stringify(begun)))).toEqual(begun);
});

it('begins anew where nothing sensible was kept', () => {
  const nothing = { wanted: nothingYet, courseId: null, sources: [] };
  for (const kept of [null, 'x', 7, { wanted: 3, courseId: 4, sources: 'x' }])
    expect(begunFrom(kept)).toEqual(nothing);
  expect(begunFrom({ wanted: { level: 'none', modules: '4' }, sources: ['1'] })).toEqual(nothing);
});
