import { latest } from '../time.ts';
import { evolveErased } from './erase.ts';
import { evolveCost } from './evolve-costs.ts';
import { evolvePeople } from './evolve-people.ts';
import { evolveStage } from './evolve-stage.ts';
import { evolveStep } from './evolve-steps.ts';
import { evolveWork } from './evolve-work.ts';
import type { IncidentEvent } from './events.ts';
import type { IncidentState, Participant } from './state.ts';
import type { PersonRef, Role } from './types.ts';

/**
 * The state after one more event; pure, never changes its input. `state` is null only for the first event (`incident.declared`, seq 1).
 * Throws when the event does not follow the state (wrong seq, or a first event that is not first): that is a bug, never bad input.
 */
export function evolve(state: IncidentState | null, event: IncidentEvent): IncidentState {
  const version = state?.version ?? 0;
  if (event.seq !== version + 1) throw new Error(`Event ${event.kind} has seq ${event.seq}, but the state is at version ${version}.`);
  if (event.kind === 'incident.declared') return declared(event);
  if (!state) throw new Error(`The first event must be incident.declared, not ${event.kind}.`);
  const lastActivityAt = event.actor.kind === 'person' ? latest(state.lastActivityAt, event.recordedAt) : state.lastActivityAt;
  return { ...applied(state, event), version: event.seq, lastActivityAt };
}

/** Folds events in order; null when there are none. */
export function fold(events: readonly IncidentEvent[], from: IncidentState | null = null): IncidentState | null {
  return events.reduce<IncidentState | null>((state, event) => evolve(state, event), from);
}

function applied(state: IncidentState, event: Exclude<IncidentEvent, { kind: 'incident.declared' }>): IncidentState {
  switch (event.kind) {
    case 'incident.edited':
      return { ...state, ...given(event.data.edit) };
    case 'incident.keyed':
      return { ...state, key: event.data.key, formerKeys: [...state.formerKeys.filter((k) => k !== event.data.key), event.data.formerKey] };
    case 'stage.changed':
      return evolveStage(state, event);
    case 'participant.added':
    case 'participant.removed':
    case 'role.assigned':
      return evolvePeople(state, event);
    case 'steps.armed':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.skipped':
    case 'step.supplied':
    case 'step.retried':
    case 'resource.archived':
      return evolveStep(state, event);
    case 'report.posted':
    case 'report.snoozed':
    case 'task.created':
    case 'task.updated':
    case 'reminder.sent':
    case 'postmortem.scheduled':
    case 'postmortem.published':
      return evolveWork(state, event);
    case 'person.erased':
      return evolveErased(state, event.data);
    case 'cost.lineAdded':
    case 'cost.lineChanged':
    case 'cost.lineRemoved':
    case 'cost.rerated':
      return evolveCost(state, event);
    case 'cost.thresholdCrossed':
    case 'note.added':
    case 'event.pinned':
    case 'event.amended':
    case 'message.imported':
      return state;
  }
}

/** The entries that have a value: an absent field of an edit must not wipe the state's. */
function given<T extends object>(edit: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function declared(event: IncidentEvent<'incident.declared'>): IncidentState {
  const { data, at } = event;
  return {
    version: event.seq,
    id: event.incidentId,
    organizationId: data.organizationId,
    project: data.project,
    key: data.key,
    formerKeys: [],
    title: data.title,
    description: data.description,
    resolution: null,
    stage: data.stage,
    visibility: data.visibility,
    type: data.type,
    severity: data.severity,
    priority: data.priority,
    tags: data.tags,
    reportedAt: data.reportedAt,
    declaredAt: at,
    commanderIsInterim: data.commanderIsInterim,
    stages: [{ stage: data.stage, from: at, to: null }],
    participants: firstParticipants(event),
    steps: {},
    resources: {},
    tasks: [],
    reports: { tactical: { count: 0, lastAt: null }, executive: { count: 0, lastAt: null } },
    reminders: {},
    postmortem: null,
    lastActivityAt: at,
  };
}

/** Reporter and commander; in an incident recorded as closed their roles are over at once (and begin when it is reopened). */
function firstParticipants({ data, at }: IncidentEvent<'incident.declared'>): Participant[] {
  const to = data.stage === 'closed' ? at : null;
  const first = (person: PersonRef, roles: Role[]): Participant => ({
    ...person,
    addedAt: at,
    removedAt: null,
    source: { kind: 'role' },
    roles: roles.map((role) => ({ role, from: at, to })),
  });
  if (data.reporter.personId === data.commander.personId) return [first(data.reporter, ['reporter', 'commander'])];
  return [first(data.reporter, ['reporter']), first(data.commander, ['commander'])];
}
