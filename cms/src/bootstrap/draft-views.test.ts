import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { views } from './draft-view-texts';
import { type Configuration, withView } from './draft-views';

interface Attribute {
  type: string;
  target?: string;
  customField?: string;
  pluginOptions?: { 'content-manager'?: { visible?: boolean } };
}

const api = path.join(import.meta.dirname, '..', 'api');
const schemas = new Map<string, Record<string, Attribute>>(
  globSync('*/content-types/draft-*/schema.json', { cwd: api }).map((file) => {
    const [subject = '', , kind = ''] = file.split(path.sep);
    const { attributes } = JSON.parse(readFileSync(path.join(api, file), 'utf8')) as {
      attributes: Record<string, Attribute>;
    };
    return [`api::${subject}.${kind}`, attributes] satisfies [string, unknown];
  }),
);
const visible = (attributes: Record<string, Attribute>) =>
  Object.keys(attributes).filter(
    (name) => attributes[name]?.pluginOptions?.['content-manager']?.visible !== false,
  );
const own = ['id', 'createdAt', 'updatedAt'];
const fullWidth = ['richtext', 'json'];

it('every kind of draft has a view, and every view a kind', () => {
  expect(Object.keys(views).sort()).toEqual([...schemas.keys()].sort());
  expect(schemas.size).toBe(10);
});

describe.each(Object.entries(views))('%s', (uid, view) => {
  const attributes = schemas.get(uid) ?? {};
  const placed = view.form.flat().map(([name]) => name);

  it('has a label and a help text in whole sentences for every field an editor sees', () => {
    expect(Object.keys(view.fields).sort()).toEqual(visible(attributes).sort());
    for (const [name, { label, help }] of Object.entries(view.fields)) {
      expect(label, name).toMatch(/^[A-Z][^_]*[^.]$/);
      expect(help, name).toMatch(/^[A-Z].{10,}[.?]$/);
      expect(help, name).not.toMatch(/_(?!_)\w|jsonb?\b/i);
    }
  });

  it('puts every field into the form once', () => {
    expect([...placed].sort()).toEqual(visible(attributes).sort());
  });

  it('has rows no wider than the form, and gives long texts a row of their own', () => {
    for (const row of view.form) {
      expect(row.reduce((sum, [, width]) => sum + width, 0)).toBeLessThanOrEqual(12);
      for (const [name, width] of row) {
        const attribute = attributes[name];
        const isLong = attribute !== undefined && fullWidth.includes(attribute.type);
        if (isLong && attribute.customField === undefined) expect(width, name).toBe(12);
      }
    }
  });

  it('lists and sorts by fields that exist and that a list can show', () => {
    for (const name of [...view.list, view.sort[0], view.calledBy]) {
      expect([...visible(attributes), ...own]).toContain(name);
      expect(fullWidth, name).not.toContain(attributes[name]?.type);
    }
  });

  it('lists every parent, so that the list can be read and filtered by it', () => {
    const parents = visible(attributes).filter(
      (name) => (attributes[name] as { relation?: string }).relation === 'manyToOne',
    );
    expect(view.list).toEqual(expect.arrayContaining(parents));
  });

  it('shows related entries by a field they have', () => {
    for (const [name, { shownBy }] of Object.entries(view.fields)) {
      const target = attributes[name]?.target;
      if (target === undefined) expect(shownBy, name).toBeUndefined();
      else expect([...Object.keys(schemas.get(target) ?? {}), 'id'], name).toContain(shownBy);
    }
  });
});

it('lays a view over what is there and keeps what it does not speak of', () => {
  const present: Configuration = {
    settings: { bulkable: true, pageSize: 10 },
    metadatas: {
      id: { edit: {}, list: { label: 'id', sortable: true } },
      title: { edit: { label: 'title' }, list: { label: 'title', searchable: true } },
    },
    layouts: { list: ['id'], edit: [] },
  };
  const laid = withView(present, {
    fields: { title: { label: 'Title', help: 'What it is called.' } },
    list: ['title', 'updatedAt'],
    form: [[['title', 6]]],
    calledBy: 'title',
    sort: ['title', 'ASC'],
  });
  expect(laid).toEqual({
    settings: {
      bulkable: true,
      pageSize: 20,
      mainField: 'title',
      defaultSortBy: 'title',
      defaultSortOrder: 'ASC',
    },
    metadatas: {
      id: { edit: {}, list: { label: 'Number', sortable: true } },
      title: {
        edit: {
          label: 'Title',
          description: 'What it is called.',
          placeholder: '',
          editable: true,
          visible: true,
        },
        list: { label: 'Title', searchable: true },
      },
    },
    layouts: { list: ['title', 'updatedAt'], edit: [[{ name: 'title', size: 6 }]] },
  });
});
