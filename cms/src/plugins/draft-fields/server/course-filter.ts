/** The part of a content type that tells what an entry hangs on. */
export interface Kind {
  readonly attributes: Readonly<
    Record<string, { readonly type: string; readonly relation?: string; readonly target?: string }>
  >;
}
export type Kinds = Readonly<Record<string, Kind | undefined>>;

export const courseKind = 'api::course.draft-course';
/** Stands for “anywhere in the course of that name”; no schema has such a field. */
export const courseFilter = 'in_course';

/** Whether a content type is one of the draft tree. */
export const isDraft = (uid: string): boolean => /^api::[\w-]+\.draft-[\w-]+$/.test(uid);

function parentsOf(kinds: Kinds, uid: string): { field: string; target: string }[] {
  return Object.entries(kinds[uid]?.attributes ?? {}).flatMap(([field, attribute]) =>
    attribute.relation === 'manyToOne' && isDraft(attribute.target ?? '')
      ? [{ field, target: attribute.target ?? '' }]
      : [],
  );
}

/** Every way from an entry up to its course, as relations one after the other. */
export function waysToCourse(kinds: Kinds, uid: string): string[][] {
  return parentsOf(kinds, uid).flatMap(({ field, target }) =>
    target === courseKind ? [[field]] : waysToCourse(kinds, target).map((way) => [field, ...way]),
  );
}

/** Sorts an entry as a reader of the outline meets it: by course, module, lesson, then itself. */
export function outlineOrder(kinds: Kinds, uid: string, prefix = ''): string[] {
  if (uid === courseKind) return [`${prefix}name`];
  const above = parentsOf(kinds, uid).flatMap(({ field, target }) =>
    outlineOrder(kinds, target, `${prefix}${field}.`),
  );
  const attributes = kinds[uid]?.attributes ?? {};
  const own = ['order_index', 'step_number'].filter((name) => name in attributes);
  return [...above, ...own.map((name) => prefix + name)];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Turns what our admin asks of a list into what Strapi understands: the filter by course becomes
 * the ways up to it, and an order by position becomes the order of the outline, because positions
 * of different modules say nothing to each other.
 */
export function readableQuery(
  kinds: Kinds,
  uid: string,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (!isDraft(uid) || uid === courseKind) return { ...query };
  const result: Record<string, unknown> = { ...query };
  const filters = query.filters;
  if (isObject(filters) && Array.isArray(filters.$and)) {
    const $and = filters.$and.map((entry: unknown) => {
      if (!isObject(entry) || !(courseFilter in entry)) return entry;
      return {
        $or: waysToCourse(kinds, uid).map((way) =>
          way.reduceRight<unknown>((inner, field) => ({ [field]: inner }), {
            name: entry[courseFilter],
          }),
        ),
      };
    });
    result.filters = { ...filters, $and };
  }
  const asked = /^(order_index|step_number):(ASC|DESC)$/.exec(String(query.sort));
  if (asked !== null) {
    result.sort = outlineOrder(kinds, uid).map((field) => `${field}:${asked[2]}`);
  }
  return result;
}
