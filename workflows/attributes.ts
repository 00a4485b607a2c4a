import type { IncidentState } from '../domain/incident/state.ts';

/** Search attributes (all Keyword) that the namespace must have; none of them ever holds a title or a person. */
export const SEARCH_ATTRIBUTES = ['IncidentKey', 'IncidentStage', 'IncidentSeverity', 'IncidentPriority', 'IncidentType', 'IncidentProject'] as const;
/** See {@link SEARCH_ATTRIBUTES}. */
export type SearchAttributeName = (typeof SEARCH_ATTRIBUTES)[number];

/** One search attribute with its value, in the SDK's typed form. */
export interface AttributePair {
  key: { name: SearchAttributeName; type: 'KEYWORD' };
  value: string;
}

/** The search attributes of an incident. */
export function attributesOf(state: IncidentState): AttributePair[] {
  const values: Record<SearchAttributeName, string> = {
    IncidentKey: state.key,
    IncidentStage: state.stage,
    IncidentSeverity: state.severity.name,
    IncidentPriority: state.priority.name,
    IncidentType: state.type.name,
    IncidentProject: state.project.name,
  };
  return SEARCH_ATTRIBUTES.map((name) => ({ key: { name, type: 'KEYWORD' }, value: values[name] }));
}
