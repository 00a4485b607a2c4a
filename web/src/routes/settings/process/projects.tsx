import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { Catalog } from '../catalog.tsx';
import type { FieldSpec } from '../forms/spec.ts';

const SPECS: readonly FieldSpec[] = [
  { name: 'name', label: 'Name', kind: 'line', required: true },
  { name: 'keyPrefix', label: 'Prefix of keys', kind: 'line', required: true, placeholder: 'INC', help: 'Capital letters and digits; incidents are then INC-1, INC-2 and so on.' },
  { name: 'description', label: 'What it is for', kind: 'text' },
  { name: 'isDefault', label: 'Chosen when nobody chooses', kind: 'flag' },
  { name: 'isEnabled', label: 'Can be chosen', kind: 'flag' },
  { name: 'settings.conferenceUrlTemplate', label: 'Address of the conference', kind: 'line', empty: 'absent', placeholder: 'https://meet.example.com/{{key}}', help: 'A template; {{key}} becomes the incident’s key.', wide: true },
  { name: 'settings.announcementAddresses', label: 'Announce new incidents to', kind: 'words', empty: 'absent', placeholder: 'status@example.com', help: 'E-mail addresses; Enter adds one.', wide: true },
  { name: 'settings.welcomeText', label: 'Welcome text', kind: 'text', empty: 'absent', help: 'What everybody reads who joins an incident. Markdown.' },
  { name: 'settings.annualEmployeeCost', label: 'Cost of an employee per year', kind: 'number', min: 1, empty: 'absent', placeholder: '50000' },
  { name: 'settings.businessHoursPerYear', label: 'Working hours per year', kind: 'number', min: 1, max: 8784, empty: 'absent', placeholder: '2080', help: 'The two together give the hourly rate.' },
  { name: 'settings.currency', label: 'Currency', kind: 'line', empty: 'absent', placeholder: 'USD' },
  { name: 'settings.staleHours', label: 'Ask whether it is stable after … quiet hours', kind: 'number', min: 1, max: 8760, empty: 'absent', placeholder: '24' },
  { name: 'settings.closeHours', label: 'Ask to close after … stable hours', kind: 'number', min: 1, max: 8760, empty: 'absent', placeholder: '72' },
];

/** Where incidents belong: keys, rates, announcements and reminders of each project. */
export function Projects() {
  const { data, error, refetch } = useApi(routes.settings.projects.list, {});
  const rows = data?.data.map((row) => ({
    id: row.id,
    title: row.name,
    text: row.description,
    facts: [`${row.keyPrefix}-…`, ...(row.settings.currency === undefined ? [] : [row.settings.currency])],
    isDefault: row.isDefault,
    isEnabled: row.isEnabled,
    value: row,
  }));
  return (
    <Catalog
      noun="project"
      intro="A part of the organization with its own keys, people to tell, rates and integrations."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={SPECS}
      blank={{ isEnabled: true, settings: {} }}
      create={(body) => call(routes.settings.projects.create, { body: body as never })}
      update={(id, body) => call(routes.settings.projects.update, { params: { id }, body })}
    />
  );
}
