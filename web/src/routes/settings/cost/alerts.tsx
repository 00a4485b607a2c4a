import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { formatMoney } from '../../../ui/money-format.ts';
import { Catalog } from '../catalog.tsx';
import type { FieldSpec, Values } from '../forms/spec.ts';
import { useNames } from '../use-names.ts';
import { decimalText } from './model-form.ts';

const MEASURES = [
  { value: 'total', label: 'Everything: time and other costs' },
  { value: 'response', label: 'People’s time only' },
];

function specs(names: ReturnType<typeof useNames>): FieldSpec[] {
  return [
    { name: 'name', label: 'Name', kind: 'line', required: true, placeholder: 'Tell finance' },
    { name: 'amount', label: 'When the cost reaches', kind: 'line', required: true, placeholder: '5000' },
    { name: 'currency', label: 'Currency', kind: 'line', required: true, placeholder: 'USD', help: 'Incidents in another currency are left alone.' },
    { name: 'measure', label: 'What is counted', kind: 'choice', options: MEASURES, required: true },
    { name: 'project', label: 'In project', kind: 'choice', options: names.projects, placeholder: 'Any', empty: 'null' },
    { name: 'type', label: 'For incidents of type', kind: 'choice', options: names.types, placeholder: 'Any', empty: 'null' },
    { name: 'isEnabled', label: 'In force', kind: 'flag' },
  ];
}

// People write amounts with a comma or a point; the API takes a point.
const write = (form: Values): Values => ({ ...form, ...(typeof form.amount === 'string' ? { amount: decimalText(form.amount) } : {}) });

/** Amounts that are told to the people of an incident, once, when its cost reaches them. */
export function Alerts() {
  const { data, error, refetch } = useApi(routes.cost.alerts.list, {});
  const names = useNames();
  const rows = data?.data.map((row) => ({
    id: row.id,
    title: row.name,
    text: `at ${formatMoney(row.amount, row.currency, 'minor')}${row.measure === 'response' ? ' of people’s time' : ''}`,
    facts: [row.project ?? 'any project', row.type ?? 'any type'],
    isEnabled: row.isEnabled,
    value: row,
  }));
  return (
    <Catalog
      noun="cost alert"
      intro="When the cost of an incident reaches an amount, its people are told in the conversation and it goes on the timeline: once, and again only if it fell below in between."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={specs(names)}
      write={write}
      blank={{ currency: 'USD', measure: 'total', isEnabled: true }}
      create={(body) => call(routes.cost.alerts.create, { body: body as never })}
      update={(id, body) => call(routes.cost.alerts.update, { params: { id }, body })}
      removal={{ meaning: 'Nobody is told about this amount any more. What it told before stays in the timelines. To pause it, switch “In force” off instead.', remove: (id) => call(routes.cost.alerts.remove, { params: { id } }) }}
    />
  );
}
