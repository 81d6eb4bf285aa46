import { Combobox, ComboboxOption } from '@strapi/design-system';
import { useFetchClient, useField } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';

interface Courses {
  results: { documentId: string; name: string }[];
}

/** The value of the filter by course: one of the courses there are, found by typing. */
export function CourseSelect({
  name,
  'aria-label': label,
}: {
  name: string;
  'aria-label'?: string;
}) {
  const field = useField<string>(name);
  const { get } = useFetchClient();
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<string[] | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    get<Courses>('/content-manager/collection-types/api::course.draft-course', {
      params: { pageSize: 50, sort: 'name:ASC', ...(search === '' ? {} : { _q: search }) },
      signal: stop.signal,
    }).then(
      ({ data }) => setNames([...new Set(data.results.map((course) => course.name))]),
      () => {
        if (!stop.signal.aborted) setNames([]);
      },
    );
    return () => stop.abort();
  }, [get, search]);

  return (
    <Combobox
      aria-label={label}
      placeholder="Choose a course"
      noOptionsMessage={() => 'No course of that name'}
      value={field.value}
      loading={names === null}
      onInputChange={(event) => setSearch(event.currentTarget.value)}
      onChange={(value) => field.onChange(name, value)}
    >
      {(names ?? []).map((course) => (
        <ComboboxOption key={course} value={course}>
          {course}
        </ComboboxOption>
      ))}
    </Combobox>
  );
}
