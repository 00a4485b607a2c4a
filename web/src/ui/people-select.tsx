import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';

type Props = { label: ReactNode; description?: ReactNode; error?: ReactNode; value: readonly string[]; onChange: (emails: string[]) => void };

/** Chooses several people in an order, by typing a part of a name or address; values are e-mail addresses. */
export function PeopleSelect({ value, onChange, ...rest }: Props) {
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search.trim(), 150);
  const { data } = useApi(routes.settings.people.list, { query: { q: text, limit: 20 } }, { keepPrevious: true });
  const options = (data?.data ?? []).filter((person) => person.isActive).map((person) => ({ value: person.email, label: person.name }));
  for (const email of value) if (!options.some((option) => option.value === email)) options.push({ value: email, label: email });
  return <MultiSelect {...rest} data={options} value={[...value]} onChange={onChange} searchable searchValue={search} onSearchChange={setSearch} filter={({ options: all }) => all} nothingFoundMessage="Nobody found" placeholder={value.length === 0 ? 'Type a name' : ''} />;
}
