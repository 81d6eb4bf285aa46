import { useSearchParams } from 'react-router-dom';
import type { Search } from '../../../records/admin/src/parts/useSearch';
import type { Question } from './api';

const names = ['from', 'to', 'admin', 'student', 'action', 'subject', 'subject_id', 'address'];

export interface LogSearch extends Search {
  /** As the route takes it, without the place in the list. */
  readonly filter: Question;
  /** The line that what is shown is older than; empty for the newest. */
  readonly before: string;
  readonly turnTo: (before: number) => void;
  readonly clear: () => void;
}

/** What the log is narrowed to stands in the address, so that it can be sent to a colleague. */
export function useLogSearch(): LogSearch {
  const [search, setSearch] = useSearchParams();
  const value = (name: string): string => search.get(name) ?? '';
  return {
    value,
    page: 1,
    isNarrowed: names.some((name) => value(name) !== ''),
    filter: Object.fromEntries(
      names.map((name) => [
        name,
        name === 'from' || name === 'to' ? moment(value(name)) : value(name),
      ]),
    ),
    before: value('before'),
    narrow: (changes) =>
      setSearch(
        (known) => {
          for (const [name, text] of Object.entries({ ...changes, before: '' })) {
            if (text === '') known.delete(name);
            else known.set(name, text);
          }
          return known;
        },
        { replace: true },
      ),
    turnTo: (before) =>
      setSearch((known) => {
        known.set('before', String(before));
        return known;
      }),
    clear: () => setSearch({}),
  };
}

/** The browser's own time of a date field, as the route has moments. */
function moment(local: string): string {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
