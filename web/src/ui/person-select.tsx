import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { useApi } from '../api/hooks.ts';

type Props = {
  label?: ReactNode;
  'aria-label'?: string;
  description?: ReactNode;
  placeholder?: string;
  /** E-mail address of the chosen person. */
  value: string | null;
  onChange: (email: string | null) => void;
  error?: ReactNode;
  clearable?: boolean;
  autoFocus?: boolean;
  /** Lets an address be entered that nobody has yet; the API makes a person of it. */
  allowNew?: boolean;
};

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Chooses a person by typing a part of the name or address. */
export function PersonSelect({ value, onChange, allowNew = false, ...rest }: Props) {
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search.trim(), 150);
  const { data } = useApi(routes.settings.people.list, { query: { q: text.split(' · ')[0], limit: 20 } }, { keepPrevious: true });
  const options = (data?.data ?? []).filter((person) => person.isActive || person.email === value).map((person) => ({ value: person.email, label: `${person.name} · ${person.email}` }));
  const typed = search.trim().toLowerCase();
  const extra = [value, allowNew && ADDRESS.test(typed) ? typed : null].filter((email): email is string => typeof email === 'string' && email !== '');
  for (const email of extra) if (!options.some((option) => option.value === email)) options.push({ value: email, label: email });
  /** Enter takes the only one who matches; without that it would send the form around it, with nobody chosen. */
  const take = (event: KeyboardEvent<HTMLInputElement>): void => {
    const [only, ...others] = options;
    const isAnswered = text === search.trim() && typed !== '';
    if (event.key !== 'Enter' || !isAnswered || only === undefined || others.length > 0 || only.value === value) return;
    event.preventDefault();
    onChange(only.value);
  };
  return <Select {...rest} data={options} onKeyDown={take} value={value} onChange={onChange} searchable searchValue={search} onSearchChange={setSearch} filter={({ options: all }) => all} nothingFoundMessage={allowNew ? 'Nobody found; type a whole e-mail address' : 'Nobody found'} />;
}
