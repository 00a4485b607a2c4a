import { randomUUID } from 'node:crypto';
import { conferenceName, conversationName, documentTitle, groupName, storageName } from '../../domain/incident/naming.ts';
import type { ResourceFacts } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { ResourceKind } from '../../domain/incident/types.ts';

/** Kind of the product's own object behind a resource, or null for documents. */
const OBJECTS: Record<ResourceKind, string | null> = { ticket: 'ticket', conversation: 'conversation', storage: 'storage', document: null, reviewDocument: null, conference: 'conference', tacticalGroup: 'group', notificationsGroup: 'group' };

/** The product's own resources of an incident of the demo, with ids of their own. */
export function demoResources({ id, key }: IncidentState): Record<ResourceKind, ResourceFacts> {
  const page = `/incidents/${key}`;
  const made = (kind: ResourceKind, name: string, url: string | null): ResourceFacts => ({ kind, provider: 'builtin', externalId: randomUUID(), name, url });
  return {
    ticket: made('ticket', key, page),
    conversation: made('conversation', `#${conversationName(key)}`, `${page}/conversation`),
    storage: made('storage', storageName(key), `${page}/files`),
    document: made('document', documentTitle('incident', key), `${page}/documents`),
    reviewDocument: made('reviewDocument', documentTitle('review', key), `${page}/postmortem`),
    conference: made('conference', conferenceName(key), `https://meet.jit.si/${key}-${id.slice(0, 13)}`),
    tacticalGroup: made('tacticalGroup', groupName('tactical', key), null),
    notificationsGroup: made('notificationsGroup', groupName('notifications', key), null),
  };
}

/** Rows of `builtin_objects` for the resources that the incident got. */
export function objectRows(state: IncidentState): { id: string; mark: string; kind: string; name: string; data: Record<string, unknown> }[] {
  return Object.values(state.resources).flatMap((resource) => {
    const kind = OBJECTS[resource.kind];
    if (kind === null) return [];
    const data = { archived: resource.state === 'archived', url: resource.url };
    return [{ id: resource.externalId, mark: `dispatch:${state.id}:${resource.kind}`, kind, name: resource.name.replace(/^#/, ''), data }];
  });
}
