import type { IncidentEvent } from '../domain/incident/events.ts';

/** What a live change is about. */
export const TOPICS = ['incident', 'events', 'steps', 'messages', 'tasks', 'participants', 'cost', 'documents', 'postmortem', 'deliveries', 'settings'] as const;
/** See {@link TOPICS}. */
export type Topic = (typeof TOPICS)[number];

/** Topics of stored changes: those, and two by which the API processes tell each other, and which no client hears of: `sessions`, a session ended; `access`, people may not see an incident any more. */
export type StoredTopic = Topic | 'sessions' | 'access';

const BY_PREFIX: Record<string, readonly Topic[]> = {
  step: ['steps'],
  steps: ['steps'],
  task: ['tasks'],
  participant: ['participants'],
  role: ['participants'],
  stage: ['participants', 'steps'],
  postmortem: ['postmortem'],
  cost: ['cost'],
};

/** The topics that these events touch; every one touches the incident and its timeline. */
export function topicsOf(events: readonly IncidentEvent[]): Topic[] {
  const more = events.flatMap((e) => BY_PREFIX[e.kind.split('.')[0] ?? ''] ?? []);
  return [...new Set<Topic>(['incident', 'events', ...more])];
}

/** Whom these events take the sight of an incident from: the ids of people who were removed from it, and null for everybody who takes no part once it is restricted. */
export function lostSight(events: readonly IncidentEvent[]): (string | null)[] {
  return events.flatMap((event): (string | null)[] => {
    if (event.kind === 'participant.removed') return [event.data.person.personId];
    return event.kind === 'incident.edited' && event.data.edit.visibility === 'restricted' ? [null] : [];
  });
}
