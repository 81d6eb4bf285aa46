/** What an editor reads beside one field of a form. */
export interface Field {
  readonly label: string;
  /** Plain words, first of all what the student sees of it. */
  readonly help: string;
  readonly placeholder?: string;
  /** For a relation: the field by which the other entry is shown and found. */
  readonly shownBy?: string;
  /** The system writes it; the form only shows it. */
  readonly readOnly?: boolean;
}

/** Columns every draft has although no schema names them. */
export type OwnColumn = 'id' | 'updatedAt';

export interface View {
  /** Every field of the form, in any order. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Columns of the list, the first one leads into the entry. */
  readonly list: readonly string[];
  /** Rows of the form; a row is twelve wide. */
  readonly form: readonly (readonly (readonly [name: string, width: number])[])[];
  /** The field by which an entry of this kind is called. */
  readonly calledBy: string;
  readonly sort: readonly [by: string, order: 'ASC' | 'DESC'];
}

/** Lets the compiler refuse a column, a row or a sort that names no field of the view. */
export function view<const Name extends string>(shape: {
  readonly fields: Readonly<Record<Name, Field>>;
  readonly list: readonly (NoInfer<Name> | OwnColumn)[];
  readonly form: readonly (readonly (readonly [name: NoInfer<Name>, width: number])[])[];
  readonly calledBy: NoInfer<Name> | 'id';
  readonly sort: readonly [by: NoInfer<Name> | OwnColumn, order: 'ASC' | 'DESC'];
}): View {
  return shape;
}
