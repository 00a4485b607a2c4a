import { MultiSelect, NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { DateTimeInput } from '../../../ui/date-time-input.tsx';
import { PeopleSelect } from '../../../ui/people-select.tsx';
import { PersonSelect } from '../../../ui/person-select.tsx';
import type { FieldSpec } from './spec.ts';

type Props = { spec: FieldSpec; value: unknown; error: React.ReactNode; onChange: (value: unknown) => void };

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The input for one field of a settings form, by its kind. */
export function Field({ spec, value, error, onChange }: Props) {
  const common = { label: spec.label, description: spec.help, error, required: spec.required ?? false, withAsterisk: false };
  switch (spec.kind) {
    case 'flag':
      return <Switch {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number':
      return <NumberInput {...common} placeholder={spec.placeholder ?? ''} value={typeof value === 'number' ? value : ''} onChange={onChange} {...(spec.min === undefined ? {} : { min: spec.min })} {...(spec.max === undefined ? {} : { max: spec.max })} hideControls />;
    case 'text':
      return <Textarea {...common} placeholder={spec.placeholder ?? ''} value={text(value)} onChange={(event) => onChange(event.currentTarget.value)} autosize minRows={2} maxRows={14} />;
    case 'secret':
      return <PasswordInput {...common} placeholder={spec.placeholder ?? ''} value={text(value)} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" />;
    case 'choice':
      return <Select {...common} placeholder={spec.placeholder ?? ''} data={[...(spec.options ?? [])]} value={text(value) === '' ? null : text(value)} onChange={(next) => onChange(next ?? '')} clearable={spec.required !== true} searchable={(spec.options?.length ?? 0) > 8} />;
    case 'choices':
      return <MultiSelect {...common} placeholder={texts(value).length === 0 ? (spec.placeholder ?? 'Any') : ''} data={[...(spec.options ?? [])]} value={texts(value)} onChange={onChange} searchable clearable />;
    case 'words':
      return <TagsInput {...common} placeholder={texts(value).length === 0 ? (spec.placeholder ?? '') : ''} value={texts(value)} onChange={onChange} />;
    case 'person':
      return <PersonSelect label={spec.label} description={spec.help} error={error} value={typeof value === 'string' ? value : null} onChange={onChange} />;
    case 'people':
      return <PeopleSelect label={spec.label} description={spec.help} error={error} value={texts(value)} onChange={onChange} />;
    case 'moment':
      return <DateTimeInput {...common} value={typeof value === 'string' ? value : null} onChange={onChange} />;
    case 'line':
    default:
      return <TextInput {...common} placeholder={spec.placeholder ?? ''} value={text(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
