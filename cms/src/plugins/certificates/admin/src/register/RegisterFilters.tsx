import { Field } from '@strapi/design-system';
import { styled } from 'styled-components';
import { ChoiceFilter, Filters, TextFilter } from '../../../../records/admin/src/parts/Filters';
import type { KeysetSearch } from '../../../../records/admin/src/parts/useKeysetSearch';
import { states } from '../../../server/wire';
import { useCertificateCoursesQuery } from '../api';
import { useWords } from '../words';

/** The browser's own picker: it works by keyboard and touch, and must know which theme it is in. */
const Day = styled(Field.Input)`
  color-scheme: ${({ theme }) => (theme.colors.neutral0 === '#ffffff' ? 'light' : 'dark')};
`;

interface DayProps {
  readonly name: 'from' | 'to';
  readonly search: KeysetSearch;
}

function DayFilter({ name, search }: DayProps) {
  const { say } = useWords();
  return (
    <Field.Root name={name}>
      <Field.Label>{say(`filter.${name}`)}</Field.Label>
      <Day
        type="date"
        value={search.value(name)}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
          search.narrow({ [name]: event.target.value })
        }
      />
    </Field.Root>
  );
}

export function RegisterFilters({ search }: { readonly search: KeysetSearch }) {
  const { say } = useWords();
  const { data = [] } = useCertificateCoursesQuery();
  return (
    <Filters>
      <TextFilter label={say('filter.search')} search={search} />
      <ChoiceFilter
        label={say('field.course')}
        name="course"
        search={search}
        options={data.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <ChoiceFilter
        label={say('field.state')}
        name="state"
        search={search}
        options={states.map((value) => ({ value, label: say(`state.${value}`) }))}
      />
      <DayFilter name="from" search={search} />
      <DayFilter name="to" search={search} />
    </Filters>
  );
}
