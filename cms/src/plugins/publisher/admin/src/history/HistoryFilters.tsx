import { Button, Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { styled } from 'styled-components';
import { DateField } from '../parts/DateField';
import { useWords } from '../words';
import { actions, actionWord, outcomes } from './lines';

/** Empty where it is not filtered; `since` and `until` are days. */
export interface Filter {
  readonly q: string;
  readonly action: string;
  readonly outcome: string;
  readonly since: string;
  readonly until: string;
}

/** Two in a row on a phone, all of them on a wide screen. */
const Filters = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
  gap: ${({ theme }) => theme.spaces[3]};

  > button {
    align-self: end;
  }
`;

interface Props {
  readonly filter: Filter;
  readonly withCourse: boolean;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

/** Strapi's select takes an empty text for “nothing chosen”. */
const any = 'any';

/** A pause in typing, in milliseconds, after which it is searched. */
const pause = 300;

export function HistoryFilters({ filter, withCourse, onChange }: Props) {
  const { say } = useWords();
  const isFiltered = Object.values(filter).some((text) => text !== '');
  return (
    <Filters role="search" aria-label={say('history.filter')}>
      {withCourse ? <Search value={filter.q} onChange={(q) => onChange({ q })} /> : null}
      <Select
        label={say('history.action')}
        name="action"
        value={filter.action}
        options={actions.map((action) => {
          const word = actionWord(action);
          return { value: action, label: word === null ? action : say(word) };
        })}
        onChange={(action) => onChange({ action })}
      />
      <Select
        label={say('history.outcome')}
        name="outcome"
        value={filter.outcome}
        options={outcomes.map((value) => ({ value, label: say(`outcome.${value}`) }))}
        onChange={(outcome) => onChange({ outcome })}
      />
      <DateField
        type="date"
        label={say('history.from')}
        value={filter.since}
        onChange={(since) => onChange({ since })}
      />
      <DateField
        type="date"
        label={say('history.to')}
        value={filter.until}
        min={filter.since}
        onChange={(until) => onChange({ until })}
      />
      {isFiltered ? (
        <Button
          variant="tertiary"
          size="L"
          onClick={() => onChange({ q: '', action: '', outcome: '', since: '', until: '' })}
        >
          {say('history.clear')}
        </Button>
      ) : null}
    </Filters>
  );
}

function Search({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { say } = useWords();
  const [typed, setTyped] = useState(value);
  const settled = useDebounce(typed, pause);
  const asked = useRef(value);
  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    onChange(settled);
  }, [settled, onChange]);
  // Cleared, or another address was opened.
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setTyped(value);
  }, [value]);
  return (
    <Field.Root name="q">
      <Field.Label>{say('history.search')}</Field.Label>
      <Field.Input
        type="search"
        value={typed}
        placeholder={say('history.search.hint')}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
      />
    </Field.Root>
  );
}

interface SelectProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Select({ label, name, value, options, onChange }: SelectProps) {
  const { say } = useWords();
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={value === '' ? any : value}
        onChange={(chosen) => onChange(chosen === any ? '' : String(chosen))}
      >
        <SingleSelectOption value={any}>{say('history.any')}</SingleSelectOption>
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
