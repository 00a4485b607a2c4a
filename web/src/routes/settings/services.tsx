import { routes } from '../../../../api/contract/index.ts';
import { call } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { useMay } from '../../api/session.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { useNow } from '../../ui/now.ts';
import { Page } from '../../ui/page.tsx';
import { Catalog } from './catalog.tsx';
import type { FieldSpec, Values } from './forms/spec.ts';
import { onCallAt, type Rotation } from './on-call.ts';
import { useNames } from './use-names.ts';

function specs(projects: FieldSpec['options'], plugins: FieldSpec['options']): FieldSpec[] {
  return [
    { name: 'name', label: 'Name', kind: 'line', required: true, placeholder: 'checkout' },
    { name: 'project', label: 'Project', kind: 'choice', options: projects ?? [], empty: 'null', placeholder: 'Every project' },
    { name: 'description', label: 'What it does', kind: 'text' },
    { name: 'oncallPlugin', label: 'Who knows who is on call', kind: 'choice', options: plugins ?? [], required: true },
    { name: 'externalId', label: 'Its id there', kind: 'line', empty: 'null', help: 'Of the service or schedule; not needed for a rotation here.' },
    { name: 'rotation.people', label: 'People taking turns, in their order', kind: 'people', empty: 'absent' },
    { name: 'rotation.startsAt', label: 'The first turn begins', kind: 'moment', empty: 'absent' },
    { name: 'rotation.hoursPerShift', label: 'Hours per turn', kind: 'number', min: 1, max: 8760, empty: 'absent', placeholder: '168', help: '168 is a week.' },
    { name: 'isEnabled', label: 'In use', kind: 'flag' },
  ];
}

function write(form: Values): Values {
  const held = (form.rotation ?? {}) as Partial<Rotation>;
  if (held.people === undefined || held.people.length === 0) return { ...form, rotation: null };
  // Without a beginning the turns are counted from the last Monday that every rotation can agree on: the first of 2024.
  return { ...form, rotation: { people: held.people, startsAt: held.startsAt ?? '2024-01-01T09:00:00.000Z', hoursPerShift: held.hoursPerShift ?? 168 } };
}

/** The services of the organization and who is on call for each. */
export function ServicesPage() {
  const { data, error, refetch } = useApi(routes.settings.services.list, {});
  const people = useApi(routes.settings.people.list, { query: { limit: 200 } });
  const admin = useMay('admin');
  const plugins = useApi(routes.settings.plugins.list, {}, { enabled: admin });
  const { projects } = useNames();
  const now = useNow(60_000);
  const nameOf = (email: string): string => people.data?.data.find((person) => person.email === email)?.name ?? email;
  const oncall = (plugins.data?.data ?? []).filter((plugin) => plugin.capabilities.includes('oncall')).map((plugin) => ({ value: plugin.id, label: plugin.name }));
  const options = oncall.some((option) => option.value === 'builtin') ? oncall : [{ value: 'builtin', label: 'A rotation here' }, ...oncall];
  const rows = data?.data.map((row) => {
    const shift = row.rotation === null ? undefined : onCallAt(row.rotation, now);
    const source = row.oncallPlugin === 'builtin' ? 'nobody is on call' : `on call by ${row.oncallPlugin}`;
    return { id: row.id, title: row.name, text: row.description, facts: [shift ? `on call: ${nameOf(shift.now)}, then ${nameOf(shift.next)}` : source], isEnabled: row.isEnabled, value: row };
  });
  return (
    <Page title="Services" actions={<LiveIndicator />}>
      <Catalog
        noun="service"
        intro="What can break, and who is on call for it. Engagement rules call whoever has the turn."
        rows={rows}
        error={error}
        onRetry={() => void refetch()}
        specs={specs(projects, options)}
        write={write}
        blank={{ isEnabled: true, oncallPlugin: 'builtin' }}
        create={(body) => call(routes.settings.services.create, { body: body as never })}
        update={(id, body) => call(routes.settings.services.update, { params: { id }, body })}
      />
    </Page>
  );
}
