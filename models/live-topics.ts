import type { IncidentEvent } from '../domain/incident/events.ts';

/** What a live change is about. */
export const TOPICS = ['incident', 'events', 'steps', 'messages', 'tasks', 'participants', 'cost', 'documents', 'postmortem', 'deliveries', 'settings'] as const;
/** See {@link TOPICS}. */
export type Topic = (typeof TOPICS)[number];

const BY_PREFIX: Record<string, readonly Topic[]> = {
  step: ['steps'],
  steps: ['steps'],
  task: ['tasks'],
  participant: ['participants'],
  role: ['participants'],
  stage: ['participants', 'steps'],
  postmortem: ['postmortem'],
};

/** The topics that these events touch; every one touches the incident and its timeline. */
export function topicsOf(events: readonly IncidentEvent[]): Topic[] {
  const more = events.flatMap((e) => BY_PREFIX[e.kind.split('.')[0] ?? ''] ?? []);
  return [...new Set<Topic>(['incident', 'events', ...more])];
}
