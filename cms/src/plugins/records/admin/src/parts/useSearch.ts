import { useSearchParams } from 'react-router-dom';

export interface Search {
  /** Empty where it is not in the address. */
  readonly value: (name: string) => string;
  /** From 1. */
  readonly page: number;
  readonly isNarrowed: boolean;
  /** Narrows anew, which begins at the first page; an empty text takes a filter away. */
  readonly narrow: (changes: Readonly<Record<string, string>>) => void;
  readonly turnTo: (page: number) => void;
}

/** What a list is narrowed to stands in the address, so that it can be sent to a colleague. */
export function useSearch(): Search {
  const [search, setSearch] = useSearchParams();
  const put = (changes: Readonly<Record<string, string>>) =>
    setSearch(
      (before) => {
        for (const [name, text] of Object.entries(changes)) {
          if (text === '') before.delete(name);
          else before.set(name, text);
        }
        return before;
      },
      { replace: true },
    );
  return {
    value: (name) => search.get(name) ?? '',
    page: Math.max(1, Math.trunc(Number(search.get('page'))) || 1),
    isNarrowed: [...search.keys()].some((name) => name !== 'page'),
    narrow: (changes) => put({ ...changes, page: '' }),
    turnTo: (page) => put({ page: String(page) }),
  };
}
