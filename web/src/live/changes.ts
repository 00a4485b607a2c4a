import type { LiveChange } from '../../../api/contract/session.ts';
import { incidentIdOf } from '../api/aliases.ts';

/** Something that changed, by topic and ids; the content is asked for. */
export type Change = LiveChange;
type Topic = Change['topic'];

const WATCHED: Record<string, readonly Topic[]> = {
  'incidents.list': ['incident', 'participants', 'tasks', 'cost'],
  'incidents.get': ['incident', 'steps', 'participants', 'tasks', 'cost', 'documents', 'postmortem'],
  'incidents.cost': ['cost', 'incident', 'participants'],
  'cost.history': ['cost'],
  'tasks.list': ['tasks'],
  'tasks.listOfIncident': ['tasks'],
  'timeline.events': ['events'],
  'timeline.messages': ['messages'],
  'timeline.reports': ['events'],
  'timeline.files': ['messages', 'documents'],
  'documents.list': ['documents', 'postmortem', 'incident'],
  'documents.get': ['documents', 'postmortem', 'incident'],
  'documents.postmortems': ['postmortem', 'incident', 'tasks'],
  'deliveries.list': ['deliveries'],
  'deliveries.get': ['deliveries'],
  'secondFactor.policy': ['settings'],
  'secondFactor.status': ['settings'],
  'setup.get': ['settings', 'incident'],
};

const isIdOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null) return false;
  const { position, topic, incidentId, id } = value as Record<string, unknown>;
  return typeof position === 'number' && typeof topic === 'string' && isIdOrNull(incidentId) && isIdOrNull(id);
}

/** Reads the data of a live event; undefined when it is none. */
export function readChange(data: string): Change | undefined {
  try {
    const change: unknown = JSON.parse(data);
    return isChange(change) ? change : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a change makes what a query holds old; keys are `[route id, params, query]`. */
export function affects(change: Change, key: readonly unknown[]): boolean {
  const [routeId, params] = key;
  if (typeof routeId !== 'string') return false;
  const watched = WATCHED[routeId];
  if (watched === undefined) return change.topic === 'settings' && /^(audit\.list|cost-|incident-|projects|services|engagement|people|plugins|registrations|invitations|service-accounts|retention|people\.erasures)/.test(routeId);
  if (!watched.includes(change.topic)) return false;
  const name = typeof params === 'object' && params !== null ? (params as { incident?: unknown }).incident : undefined;
  if (typeof name !== 'string' || change.incidentId === null) return true;
  const id = incidentIdOf(name);
  return id === undefined || id === change.incidentId;
}
