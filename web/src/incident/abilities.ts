import type { IncidentDetail } from '../../../api/contract/incidents.ts';

/** What somebody may do with an incident, as the API sends it. */
export type Ability = IncidentDetail['abilities'][number];

/** Whether the API would let the viewer do this; the page offers nothing else. */
export function can(incident: Pick<IncidentDetail, 'abilities'>, ability: Ability): boolean {
  return incident.abilities.includes(ability);
}
