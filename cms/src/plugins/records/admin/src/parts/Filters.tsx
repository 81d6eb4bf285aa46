import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { styled } from 'styled-components';
import { useRecordCoursesQuery } from '../api';
import { useWords } from '../words';
import type { Search } from './useSearch';

/** One below the other on a phone, in a row on a wide screen. */
const Grid = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  align-items: end;
  margin-bottom: ${({ theme }) => theme.spaces[5]};
`;

export function Filters({ children }: { readonly children: ReactNode }) {
  const { say } = useWords();
  return (
    <Grid role="search" aria-label={say('list.filter')}>
      {children}
    </Grid>
  );
}

/** Strapi's select takes an empty text for “nothing chosen”. */
const any = 'any';

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly search: Search;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What it means that nothing is chosen; otherwise that it is not narrowed. */
  readonly unset?: string;
  /** Further filters that make no sense once this one changes. */
  readonly clears?: readonly string[];
}

export function ChoiceFilter({ label, name, search, options, unset, clears = [] }: ChoiceProps) {
  const { say } = useWords();
  const value = search.value(name);
  const cleared = Object.fromEntries(clears.map((other) => [other, '']));
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={value === '' ? any : value}
        onChange={(chosen) =>
          search.narrow({ ...cleared, [name]: chosen === any ? '' : String(chosen) })
        }
      >
        <SingleSelectOption value={any}>{unset ?? say('list.any')}</SingleSelectOption>
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}

export function CourseFilter({ search }: { readonly search: Search }) {
  const { say } = useWords();
  const { data = [] } = useRecordCoursesQuery();
  return (
    <ChoiceFilter
      label={say('field.course')}
      name="course"
      search={search}
      clears={['test']}
      options={data.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}

/** The tests of the course that is chosen; of all courses' tests the names say too little. */
export function TestFilter({ search }: { readonly search: Search }) {
  const { say } = useWords();
  const { data = [] } = useRecordCoursesQuery();
  const course = data.find(({ id }) => String(id) === search.value('course'));
  if (course === undefined) return null;
  return (
    <ChoiceFilter
      label={say('field.test')}
      name="test"
      search={search}
      options={course.tests.map(({ id, title }) => ({ value: String(id), label: title }))}
    />
  );
}

/** A pause in typing, in milliseconds, after which it is searched. */
const pause = 300;

interface TextProps {
  readonly label: string;
  readonly name?: string;
  readonly search: Search;
}

export function TextFilter({ label, name = 'q', search }: TextProps) {
  const value = search.value(name);
  const [typed, setTyped] = useState(value);
  const settled = useDebounce(typed, pause);
  const asked = useRef(value);
  const narrow = useRef(search.narrow);
  narrow.current = search.narrow;
  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    narrow.current({ [name]: settled.trim() });
  }, [settled, name]);
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <Field.Input
        type="search"
        value={typed}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
      />
    </Field.Root>
  );
}
