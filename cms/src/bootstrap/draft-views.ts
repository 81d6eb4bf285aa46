import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { type View, views } from './draft-view-texts';

interface FieldMeta {
  edit: Record<string, unknown>;
  list: Record<string, unknown>;
}

/** A content type's view, as the content manager keeps it. */
export interface Configuration {
  settings: Record<string, unknown>;
  metadatas: Record<string, FieldMeta>;
  layouts: { list: string[]; edit: { name: string; size: number }[][] };
}

/** The part of the content manager's service `content-types` that is used here. */
interface ContentTypes<Model> {
  findContentType(uid: string): Model | undefined;
  findConfiguration(model: Model): Promise<Configuration>;
  updateConfiguration(model: Model, configuration: Configuration): Promise<unknown>;
}

const ownLabels: Readonly<Record<string, string>> = {
  id: 'Number',
  createdAt: 'Created',
  updatedAt: 'Last changed',
  createdBy: 'Created by',
  updatedBy: 'Last changed by',
};

/** The present configuration with our view laid over it. */
export function withView(present: Configuration, view: View): Configuration {
  const metadatas = { ...present.metadatas };
  const lay = (name: string, edit: Record<string, unknown>, list: Record<string, unknown>) => {
    const meta = metadatas[name] ?? { edit: {}, list: {} };
    metadatas[name] = { edit: { ...meta.edit, ...edit }, list: { ...meta.list, ...list } };
  };
  for (const [name, label] of Object.entries(ownLabels)) {
    if (metadatas[name] !== undefined) lay(name, {}, { label });
  }
  for (const [name, field] of Object.entries(view.fields)) {
    const edit = {
      label: field.label,
      description: field.help,
      placeholder: field.placeholder ?? '',
      editable: field.readOnly !== true,
      visible: true,
    };
    const shownBy = field.shownBy === undefined ? {} : { mainField: field.shownBy };
    lay(name, { ...edit, ...shownBy }, { label: field.label });
  }
  return {
    settings: {
      ...present.settings,
      pageSize: 20,
      mainField: view.calledBy,
      defaultSortBy: view.sort[0],
      defaultSortOrder: view.sort[1],
    },
    metadatas,
    layouts: {
      list: [...view.list],
      edit: view.form.map((row) => row.map(([name, size]) => ({ name, size }))),
    },
  };
}

const editionOf = (view: View): string =>
  createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 16);

/**
 * Gives the admin our lists and forms. Each edition of a view is laid on once, so what an editor
 * changes afterwards under “Configure the view” stays until we change that very view.
 */
export async function settleDraftViews(strapi: Core.Strapi): Promise<void> {
  const contentTypes: ContentTypes<unknown> = strapi
    .plugin('content-manager')
    .service('content-types');
  const store = strapi.store({ type: 'plugin', name: 'draft_views', key: 'editions' });
  const laidOn = ((await store.get({})) ?? {}) as Record<string, string>;
  const editions: Record<string, string> = {};
  for (const [uid, view] of Object.entries(views)) {
    const edition = editionOf(view);
    editions[uid] = edition;
    if (laidOn[uid] === edition) continue;
    const model = contentTypes.findContentType(uid);
    if (model === undefined)
      throw new Error(`There is a view of ${uid}, but no such content type.`);
    const present = await contentTypes.findConfiguration(model);
    await contentTypes.updateConfiguration(model, withView(present, view));
  }
  await store.set({ value: editions });
}
