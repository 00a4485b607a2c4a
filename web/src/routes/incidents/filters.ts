import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import type { Filter } from '../../ui/filter-chips.tsx';
import { STAGE_WORDS } from '../../ui/stage.tsx';
import { GROUPS } from './query.ts';
import { type IncidentSearch, listOf } from './search.ts';

type Named = { name: string; rank?: number; isEnabled: boolean };

function optionsOf(rows: readonly Named[] | undefined): { value: string; label: string }[] {
  return (rows ?? []).filter((row) => row.isEnabled).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0)).map((row) => ({ value: row.name, label: row.name }));
}

/** Everything the list can be filtered by, with what may be chosen and what the address holds. */
export function useIncidentFilters(search: IncidentSearch, tags: readonly string[]): Filter[] {
  const severities = useApi(routes.settings.severities.list, {});
  const priorities = useApi(routes.settings.priorities.list, {});
  const types = useApi(routes.settings.types.list, {});
  const projects = useApi(routes.settings.projects.list, {});
  const people = useApi(routes.settings.people.list, { query: { limit: 200 } });
  const commanders = [{ value: 'none', label: 'Nobody' }, ...(people.data?.data ?? []).map((person) => ({ value: person.email, label: person.name }))];
  const allTags = [...new Set([...listOf(search.tag), ...tags])].sort().map((tag) => ({ value: tag, label: tag }));
  return [
    { id: 'stage', label: 'Stage', many: true, value: listOf(search.stage), options: GROUPS.map((stage) => ({ value: stage, label: STAGE_WORDS[stage] })) },
    { id: 'severity', label: 'Severity', many: true, value: listOf(search.severity), options: optionsOf(severities.data?.data) },
    { id: 'project', label: 'Project', many: true, value: listOf(search.project), options: optionsOf(projects.data?.data) },
    { id: 'commander', label: 'Commander', many: true, value: listOf(search.commander), options: commanders },
    { id: 'type', label: 'Type', many: true, extra: true, value: listOf(search.type), options: optionsOf(types.data?.data) },
    { id: 'priority', label: 'Priority', many: true, extra: true, value: listOf(search.priority), options: optionsOf(priorities.data?.data) },
    { id: 'tag', label: 'Tag', many: true, extra: true, value: listOf(search.tag), options: allTags },
    { id: 'visibility', label: 'Visibility', extra: true, value: listOf(search.visibility), options: [{ value: 'open', label: 'Open to everyone' }, { value: 'restricted', label: 'Restricted' }] },
  ];
}
