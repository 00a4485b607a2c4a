import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import type { Incident } from '../queries.ts';

type Row = { name: string; description: string; rank: number; project: string | null; isEnabled: boolean };

/** The rows an incident may be given: enabled and for its project, the most severe first; the present one stays even when it has been switched off. */
export function offered<R extends Row>(rows: readonly R[] | undefined, present: string, project: string): R[] {
  return (rows ?? []).filter((row) => row.name === present || (row.isEnabled && (row.project === null || row.project === project))).sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
}

const RARELY = { staleTime: 5 * 60_000 };

/** The severities an incident may be given. */
export function useSeverities(incident: Incident) {
  return offered(useApi(routes.settings.severities.list, {}, RARELY).data?.data, incident.severity, incident.project);
}

/** The priorities an incident may be given. */
export function usePriorities(incident: Incident) {
  return offered(useApi(routes.settings.priorities.list, {}, RARELY).data?.data, incident.priority, incident.project);
}

/** The types an incident may be given. */
export function useTypes(incident: Incident) {
  return offered(useApi(routes.settings.types.list, {}, RARELY).data?.data, incident.type, incident.project);
}
