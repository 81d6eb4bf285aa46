import type { Block, Fields, Proposal } from '../../../server/wire';
import { formOf } from '../fields/forms';

/** What an editor made of a proposal, as it is sent. */
export interface Edited {
  readonly fields: Fields;
  readonly children: Block['children'];
}

/** A proposal while it is being edited. */
export interface Edit {
  readonly fields: Fields;
  /** `place` counts from 1 as the model wrote them, and stays when another one is left out. */
  readonly children: readonly (Block['children'][number] & { readonly place: number })[];
}

/** A proposal as the model wrote it, to be edited. */
export const editOf = ({ fields, children }: Pick<Proposal, 'fields' | 'children'>): Edit => ({
  fields,
  children: children.map((child, index) => ({ ...child, place: index + 1 })),
});

/** Whether something was typed or left out that is nowhere else. */
export const isChanged = (edit: Edit, proposal: Pick<Proposal, 'fields' | 'children'>): boolean =>
  JSON.stringify(edit) !== JSON.stringify(editOf(proposal));

export const withChild = (edit: Edit, place: number, fields: Fields): Edit => ({
  ...edit,
  children: edit.children.map((child) => (child.place === place ? { ...child, fields } : child)),
});

export const withoutChild = (edit: Edit, place: number): Edit => ({
  ...edit,
  children: edit.children.filter((child) => child.place !== place),
});

export const editedOf = ({ fields, children }: Edit): Edited => ({
  fields,
  children: children.map(({ kind, fields }) => ({ kind, fields })),
});

/** Whether something is missing yet; a list that is not finished is held as the sentence that says what. */
export const isUnfinished = (kind: Block['kind'], { fields, children }: Edit): boolean =>
  [{ kind, fields }, ...children].some(({ kind, fields }) =>
    Object.entries(fields).some(([name, value]) => {
      const form = formOf(kind, name);
      return (
        typeof form === 'object' && 'list' in form && typeof value === 'string' && value !== ''
      );
    }),
  );
