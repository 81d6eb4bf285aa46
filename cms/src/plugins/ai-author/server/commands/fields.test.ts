import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { KindName } from '../wire';
import { fieldsFor, rewritable } from './fields';

const code = 'code, in which every letter counts';
const address = 'an address';
const ours = 'not for students';
const name = 'a name by which the system finds it';

/** Texts of drafts that no command writes anew, and why. */
const left: Readonly<Record<KindName, Readonly<Record<string, string>>>> = {
  course: { thumbnail_url: address, ai_command: ours },
  module: {},
  lesson: { video_url: address },
  ai_note: {},
  test: {},
  question: {
    options: 'written with the key, as “correct_answer”',
    further_answers: 'written with the key, as “correct_answer”',
  },
  practice_lab: {
    slug: name,
    language: name,
    setup_code: code,
    starter_code: code,
    solution_code: code,
    expected_output: 'compared letter by letter with what a program prints',
  },
  project: {},
  project_step: { code_snippet: code },
  certificate: {},
};

interface Attribute {
  readonly type: string;
  readonly customField?: string;
}

const api = path.join(import.meta.dirname, '../../../../api');
const drafts = globSync('*/content-types/draft-*/schema.json', { cwd: api }).map((file) => {
  const { info, attributes } = JSON.parse(readFileSync(path.join(api, file), 'utf8')) as {
    info: { singularName: string };
    attributes: Readonly<Record<string, Attribute>>;
  };
  return [info.singularName.replace('draft-', '').replaceAll('-', '_'), attributes] as const;
});

it('knows every kind of draft', () => {
  expect(drafts.map(([kind]) => kind).sort()).toEqual(Object.keys(rewritable).sort());
});

it.each(drafts)(
  'every text of a %s is written anew, or it is said why not',
  (named, attributes) => {
    const kind = named as KindName;
    const texts = Object.entries(attributes).flatMap(([field, { type }]) =>
      ['string', 'text', 'richtext', 'customField'].includes(type) && field !== 'source_key'
        ? [field]
        : [],
    );
    const written = Object.keys(fieldsFor('translate', kind));
    expect([...written, ...Object.keys(left[kind])].sort()).toEqual(texts.sort());
    for (const [field, form] of Object.entries(fieldsFor('translate', kind))) {
      const shape = attributes[field]?.customField;
      const shapes = { links: 'link-list', tests: 'lab-tests', list: 'string-list' } as const;
      if (form in shapes)
        expect([field, shape]).toEqual([
          field,
          `plugin::draft-fields.${shapes[form as keyof typeof shapes]}`,
        ]);
    }
  },
);
