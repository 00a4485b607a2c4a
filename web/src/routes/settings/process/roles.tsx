import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { Catalog } from '../catalog.tsx';

/** The roles people hold in an incident: their words here, and what an hour in them counts. */
export function Roles() {
  const { data, error, refetch } = useApi(routes.settings.roles.list, {});
  const rows = data?.data.map((row) => ({ id: row.role, title: row.label, text: row.description, facts: [row.role, `counts × ${row.costMultiplier}`], value: row }));
  return (
    <Catalog
      noun="role"
      intro="What people do in an incident. The roles are fixed; what they are called here, and how much an hour in them costs, is yours to say."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={[
        { name: 'label', label: 'What it is called here', kind: 'line', required: true },
        { name: 'costMultiplier', label: 'Cost multiplier', kind: 'number', min: 0, max: 100, required: true, help: 'An hour in this role costs the hourly rate times this.' },
        { name: 'description', label: 'What they do', kind: 'text' },
      ]}
      update={(role, body) => call(routes.settings.roles.update, { params: { role: role as never }, body })}
    />
  );
}
