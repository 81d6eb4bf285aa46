import { Field } from '@strapi/design-system';
import { styled } from 'styled-components';
import { ChoiceFilter, Filters, TextFilter } from '../../../records/admin/src/parts/Filters';
import { inert } from '../../server/inert';
import { useAuditChoicesQuery } from './api';
import type { LogSearch } from './useSearch';
import { useWords } from './words';

/** The browser's own picker: it works by keyboard and touch, and must know which theme it is in. */
const Moment = styled(Field.Input)`
  color-scheme: ${({ theme }) => (theme.colors.neutral0 === '#ffffff' ? 'light' : 'dark')};
`;

interface MomentProps {
  readonly label: string;
  readonly name: 'from' | 'to';
  readonly search: LogSearch;
}

const MomentFilter = ({ label, name, search }: MomentProps) => (
  <Field.Root name={name}>
    <Field.Label>{label}</Field.Label>
    <Moment
      type="datetime-local"
      value={search.value(name)}
      onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
        search.narrow({ [name]: event.target.value })
      }
    />
  </Field.Root>
);

/** With what a link has chosen, which may be none of them: events have subjects of their own. */
const offered = (values: readonly string[], chosen: string): readonly string[] =>
  chosen === '' || values.includes(chosen) ? values : [...values, chosen];

export function LogFilters({ search }: { readonly search: LogSearch }) {
  const { say, action } = useWords();
  const { data } = useAuditChoicesQuery();
  const { administrators = [], subjects = [], actions = [] } = data ?? {};
  return (
    <Filters>
      <MomentFilter label={say('filter.from')} name="from" search={search} />
      <MomentFilter label={say('filter.to')} name="to" search={search} />
      <ChoiceFilter
        label={say('filter.action')}
        name="action"
        search={search}
        options={offered(actions, search.value('action')).map((value) => ({
          value,
          label: action(value),
        }))}
      />
      <ChoiceFilter
        label={say('filter.subject')}
        name="subject"
        search={search}
        options={offered(subjects, search.value('subject')).map((value) => ({
          value,
          label: inert(value),
        }))}
      />
      <TextFilter label={say('filter.subject-id')} name="subject_id" search={search} />
      <ChoiceFilter
        label={say('filter.admin')}
        name="admin"
        search={search}
        options={administrators.map(({ id, name }) => ({ value: id, label: inert(name) }))}
      />
      <TextFilter label={say('filter.student')} name="student" search={search} />
      <TextFilter label={say('filter.address')} name="address" search={search} />
    </Filters>
  );
}
