import { describe, expect, it } from 'vitest';
import type { Block } from '../wire';
import { paramsAgain, workAgain } from './again';
import type { Checked, NewProposal, Work } from './command';

const block = (key: string, title: string): Block => ({
  key,
  kind: 'question',
  fields: { question_text: title },
  children: [],
});
const proposal = (key: string, title: string): NewProposal => ({
  ...block(key, title),
  documentId: null,
  parent: { key: 'test' },
  present: null,
  citations: [],
  uncovered: null,
  checks: [],
});
/** Of a command that gives a test and these questions. */
const workOf = (...titles: string[]): Work => {
  const keyed = titles.map((title, n) => [`question-${n + 1}`, title] as const);
  return {
    gathered: null,
    query: null,
    estimate: { inputTokens: 0, outputTokens: 0 },
    question: () => Promise.reject(new Error('Nothing is asked here.')),
    check: () => Promise.reject(new Error('Nothing is checked here.')),
    blocks: () => [block('test', 'A test'), ...keyed.map((one) => block(...one))],
    proposals: () => [proposal('test', 'A test'), ...keyed.map((one) => proposal(...one))],
  } as Work;
};
const checked: Checked = { answer: null, remarks: [], isUsable: true, checks: {} };

describe('what is asked for again', () => {
  it('is one of a list, whatever was asked for the first time', () => {
    const params = { number: 5, types: ['mcq'] };
    expect(paramsAgain('questions', 'question-3', params)).toEqual({ ...params, number: 1 });
    const outline = { modules: 6, lessonsPerModule: 4 };
    expect(paramsAgain('outline', 'module-2', outline)).toEqual({ ...outline, modules: 1 });
    expect(paramsAgain('outline', 'lesson-2', outline)).toEqual({
      ...outline,
      lessonsPerModule: 1,
    });
    expect(paramsAgain('outline', 'course', outline)).toEqual({ ...outline, modules: 0 });
  });

  it('is one of several fields, and a question as one', () => {
    const notes = { parts: ['content', 'bullet_notes'], wish: 'Short.' };
    expect(paramsAgain('notes', 'content', notes)).toEqual({ ...notes, parts: ['content'] });
    const translated = { fields: [], language: 'Tamil' };
    expect(paramsAgain('translate', 'hints', translated)).toEqual({
      fields: ['hints'],
      language: 'Tamil',
    });
    expect(paramsAgain('translate', 'question', translated)).toEqual(translated);
    expect(paramsAgain('describe_picture', 'content', {})).toEqual({ fields: ['content'] });
    expect(paramsAgain('lab', 'lab', { codeLanguage: 'sql' })).toEqual({ codeLanguage: 'sql' });
  });

  it('comes under its own key, the first that came, while it streams and in the end', () => {
    const work = workAgain(workOf('First', 'Second'), 'question-3');
    expect(work.blocks(null)).toEqual([block('question-3', 'First')]);
    expect(work.proposals(checked, [])).toEqual([proposal('question-3', 'First')]);
  });

  it('is refused where it did not come, and brings nothing else instead', () => {
    const work = workAgain(workOf(), 'question-3');
    expect(work.blocks(null)).toEqual([]);
    expect(() => work.proposals(checked, [])).toThrow('There is nothing');
  });
});
