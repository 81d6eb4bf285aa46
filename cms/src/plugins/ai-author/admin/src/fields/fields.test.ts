import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { textDiff } from '../../../../publisher/admin/src/parts/text-diff';
import type { KindName } from '../../../server/wire';
import { fieldText } from './field-text';
import { type Form, forms, inOrder } from './forms';
import { withMarks } from './marks';

interface Attribute {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly customField?: string;
}

const api = path.join(import.meta.dirname, '../../../../../api');
const schemas = new Map(
  globSync('*/content-types/*/schema.json', { cwd: api }).map((file) => {
    const { info, attributes } = JSON.parse(readFileSync(path.join(api, file), 'utf8')) as {
      info: { singularName: string };
      attributes: Record<string, Attribute>;
    };
    return [info.singularName.replace('draft-', '').replaceAll('-', '_'), attributes] as const;
  }),
);

const expected = (form: Form): Partial<Attribute> => {
  if (typeof form === 'object')
    return 'list' in form
      ? { type: 'customField', customField: `plugin::draft-fields.${form.list}` }
      : { type: 'enumeration', enum: form.choices };
  const types = {
    line: 'string',
    text: 'text',
    markdown: 'richtext',
    code: 'text',
    number: 'integer',
    flag: 'boolean',
  } as const;
  return { type: types[form] };
};

it.each(Object.entries(forms))(
  'the inputs of a %s are those of its content type',
  (kind, fields) => {
    const schema = schemas.get(kind as KindName);
    for (const [field, form] of Object.entries(fields ?? {}))
      expect({ field, ...schema?.[field] }).toMatchObject({ field, ...expected(form) });
  },
);

it('puts fields in the order in which they are read, strangers last', () => {
  expect(inOrder('question', ['stranger', 'explanation', 'question_text'])).toEqual([
    'question_text',
    'explanation',
    'stranger',
  ]);
});

it('writes a list line by line, and one of several parts with their names', () => {
  expect(fieldText({ list: 'string-list' }, ['One', 'Two'])).toBe('• One\n• Two');
  expect(
    fieldText({ list: 'question-list' }, [
      { question: 'Why?', answer: 'Because.' },
      { question: 'How?', answer: '' },
    ]),
  ).toBe('Question: Why?\nAnswer: Because.\n\nQuestion: How?');
  expect(fieldText('number', 30)).toBe('30');
  expect(fieldText({ choices: ['multiple_select'] }, 'multiple_select')).toBe('Multiple select');
  expect(fieldText('text', null)).toBe('');
});

it('marks the sentences that no source covers, across what changed and what stayed', () => {
  const marked = withMarks(textDiff('A cat sat here. It slept.', 'A dog sat here. It slept.'), [
    'A dog sat here.',
    'Nowhere to be found.',
  ]);
  const pieces = marked.flatMap((block) => (block.kind === 'text' ? block.pieces : []));
  const texts = (isMarked: boolean) =>
    pieces
      .filter(({ kind, marked = false }) => kind !== 'removed' && marked === isMarked)
      .map(({ text }) => text)
      .join('');
  expect(texts(true)).toBe('A dog sat here.');
  expect(texts(false)).toBe(' It slept.');
  expect(pieces.some(({ kind, text }) => kind === 'removed' && text === 'cat')).toBe(true);
});
