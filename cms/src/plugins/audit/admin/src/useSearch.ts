import {
  type KeysetSearch,
  useKeysetSearch,
} from '../../../records/admin/src/parts/useKeysetSearch';

export type LogSearch = KeysetSearch;

const names = ['from', 'to', 'admin', 'student', 'action', 'subject', 'subject_id', 'address'];

/** What the log is narrowed to; moments as the route has them. */
export const useLogSearch = (): LogSearch =>
  useKeysetSearch(names, (name, value) =>
    name === 'from' || name === 'to' ? moment(value) : value,
  );

/** The browser's own time of a date field, as the route has moments. */
function moment(local: string): string {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
