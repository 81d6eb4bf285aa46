import { Typography } from '@strapi/design-system';
import type { StrapiApp } from '@strapi/strapi/admin';
import { CourseSelect } from './CourseSelect';
import { words } from './words';

interface Filter {
  readonly name: string;
}
interface Filters {
  readonly displayedFilters: readonly Filter[];
}
interface Column {
  readonly name: string;
  readonly attribute: { readonly type: string };
}
interface Columns {
  readonly displayedHeaders: readonly Column[];
}

const parents = new Set([
  'draft_course',
  'draft_module',
  'draft_lesson',
  'draft_test',
  'draft_project',
]);

/** One filter “Course” wherever entries belong to one, however deep; the server resolves it. */
const withCourse = ({ displayedFilters, ...rest }: Filters) => {
  if (!displayedFilters.some(({ name }) => parents.has(name))) return { displayedFilters, ...rest };
  const course = {
    name: 'in_course',
    type: 'string',
    label: 'Course',
    input: CourseSelect,
    operators: [{ label: 'is', value: '$eq' }],
  };
  const others = displayedFilters.filter(({ name }) => name !== 'draft_course');
  return { displayedFilters: [course, ...others], ...rest };
};

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const readable: Readonly<Record<string, (value: string) => string>> = {
  // “true_false” is a value of the database; an editor reads “True or false”.
  enumeration: (value) => words[value] ?? value,
  // Strapi writes the day of the week and the month in full, which pushes other columns away.
  datetime: (value) => moment.format(new Date(value)),
};

const withWords = ({ displayedHeaders, ...rest }: Columns) => ({
  displayedHeaders: displayedHeaders.map((column) => {
    const read = readable[column.attribute.type];
    if (read === undefined) return column;
    return {
      ...column,
      cellFormatter: (entry: Readonly<Record<string, unknown>>) => {
        const value = entry[column.name];
        return (
          <Typography textColor="neutral800" ellipsis>
            {typeof value === 'string' ? read(value) : '-'}
          </Typography>
        );
      },
    };
  }),
  ...rest,
});

export function improveLists(app: StrapiApp): void {
  app.registerHook('Admin/CM/pages/ListView/inject-in-filters', withCourse);
  app.registerHook('Admin/CM/pages/ListView/inject-column-in-table', withWords);
}
