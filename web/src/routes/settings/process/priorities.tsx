import { routes } from '../../../../../api/contract/index.ts';
import { call } from '../../../api/client.ts';
import { useApi } from '../../../api/hooks.ts';
import { formatSpan } from '../../../ui/time-format.ts';
import { Catalog } from '../catalog.tsx';
import { useNames } from '../use-names.ts';
import { baseSpecs } from './base.ts';

const every = (minutes: number | null, word: string): string[] => (minutes === null ? [] : [`${word} every ${formatSpan(minutes)}`]);

/** How fast people must act, and how often they are asked for a report. */
export function Priorities() {
  const { data, error, refetch } = useApi(routes.settings.priorities.list, {});
  const { projects } = useNames();
  const rows = data?.data.toSorted((a, b) => a.rank - b.rank).map((row) => ({
    id: row.id,
    title: row.name,
    text: row.description,
    facts: [...(row.pageCommander ? ['pages the commander'] : []), ...every(row.tacticalReportMinutes, 'report'), ...every(row.executiveReportMinutes, 'executive report')],
    isDefault: row.isDefault,
    isEnabled: row.isEnabled,
    value: row,
  }));
  return (
    <Catalog
      noun="priority"
      intro="How fast to act. It decides whether the commander is paged and how often a report is asked for while the incident is active."
      rows={rows}
      error={error}
      onRetry={() => void refetch()}
      specs={[
        ...baseSpecs(projects, 'When to choose it, in one sentence.'),
        { name: 'tacticalReportMinutes', label: 'Ask for a report every … minutes', kind: 'number', min: 5, max: 10_080, empty: 'null', placeholder: 'Never', help: 'To those who work on it; asked of the commander.' },
        { name: 'executiveReportMinutes', label: 'Ask for an executive report every … minutes', kind: 'number', min: 5, max: 10_080, empty: 'null', placeholder: 'Never', help: 'To those who want to know; asked of the liaison.' },
        { name: 'pageCommander', label: 'Page the commander', kind: 'flag' },
      ]}
      blank={{ rank: (rows?.length ?? 0) + 1, isEnabled: true }}
      create={(body) => call(routes.settings.priorities.create, { body: body as never })}
      update={(id, body) => call(routes.settings.priorities.update, { params: { id }, body })}
    />
  );
}
