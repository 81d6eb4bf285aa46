import { useSearchParams } from 'react-router-dom';
import type { Search } from './useSearch';

export interface KeysetSearch extends Search {
  /** By the names of the route, without the place in the list; an empty text does not narrow. */
  readonly filter: Readonly<Record<string, string>>;
  /** The row that what is shown is older than; empty for the newest. */
  readonly before: string;
  readonly turnTo: (before: number) => void;
  readonly clear: () => void;
}

const asItIs = (_name: string, value: string): string => value;

/**
 * What a list without page numbers is narrowed to stands in the address, so that it can be sent to a
 * colleague.
 *
 * @param sent how a value of the address is sent to the route
 */
export function useKeysetSearch(names: readonly string[], sent = asItIs): KeysetSearch {
  const [search, setSearch] = useSearchParams();
  const value = (name: string): string => search.get(name) ?? '';
  return {
    value,
    page: 1,
    isNarrowed: names.some((name) => value(name) !== ''),
    filter: Object.fromEntries(names.map((name) => [name, sent(name, value(name))])),
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
