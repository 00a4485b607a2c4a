import type { FieldSpec } from '../forms/spec.ts';

type Options = readonly { value: string; label: string }[];

/** The fields that types, severities and priorities share. */
export function baseSpecs(projects: Options, meaning: string): FieldSpec[] {
  return [
    { name: 'name', label: 'Name', kind: 'line', required: true },
    { name: 'rank', label: 'Rank', kind: 'number', min: 1, max: 1000, required: true, help: 'Its place in the order; 1 is first.' },
    { name: 'description', label: 'Meaning', kind: 'text', help: meaning },
    { name: 'project', label: 'Project', kind: 'choice', options: projects, empty: 'null', placeholder: 'Every project' },
    { name: 'isDefault', label: 'Chosen when nobody chooses', kind: 'flag' },
    { name: 'isEnabled', label: 'Can be chosen', kind: 'flag', help: 'Incidents that have it keep it.' },
  ];
}
