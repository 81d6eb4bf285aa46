import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { realSample } from '../../testing/curriculum';
import { readCurriculum } from './index';

const there = existsSync(realSample);
if (!there) console.warn('Left out: the curriculum of other people is not beside the project.');

describe.skipIf(!there)('a curriculum that other people wrote', () => {
  test('gives exactly what its files hold', async () => {
    const { course, findings } = await readCurriculum(realSample);
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([]);
    const modules = course?.modules ?? [];
    const tests = modules.flatMap((module) => module.tests);
    const questions = tests.flatMap((entry) => entry.questions);
    expect(modules).toHaveLength(7);
    expect(modules.flatMap((module) => module.lessons)).toHaveLength(24);
    expect(modules.flatMap((module) => module.projects)).toHaveLength(23);
    expect(tests).toHaveLength(48);
    expect(course?.tests).toEqual([]);
    expect(questions).toHaveLength(144);
    expect(questions.filter((question) => question.type === 'true_false')).toHaveLength(56);
    expect(questions.filter((question) => question.type === 'mcq')).toHaveLength(88);
    expect(
      modules.flatMap((module) => module.lessons).every((lesson) => lesson.objectives.length === 1),
    ).toBe(true);
    expect(
      modules
        .flatMap((module) => module.projects)
        .every((project) => project.evaluation_checklist.length > 0),
    ).toBe(true);
    expect(findings.filter((finding) => finding.code === 'several-correct-answers')).toMatchObject([
      { line: 231 },
    ]);
  });

  test('quiz 2n-1 and 2n belong to lesson n', async () => {
    const { course } = await readCurriculum(realSample);
    const ids = course?.modules.map((module) =>
      module.tests.map((entry) => Number(entry.source_key.split('#')[1])),
    );
    let next = 1;
    const expected = course?.modules.map((module) =>
      module.lessons.flatMap(() => [next++, next++]),
    );
    expect(ids).toEqual(expected);
  });

  test('its course folder alone is the same course', async () => {
    const whole = await readCurriculum(realSample);
    const inner = await readCurriculum(path.join(realSample, 'course'));
    const keys = (reading: typeof whole): (string | undefined)[] => [
      reading.course?.source_key,
      ...(reading.course?.modules.flatMap((module) =>
        module.lessons.map((lesson) => lesson.source_key),
      ) ?? []),
    ];
    expect(keys(inner)).toEqual(keys(whole));
  });
});
