import { AUTOMATION } from './arming.ts';
import { addParticipant, isOver } from './decide/people.ts';
import type { NewEvent, ResourceFacts } from './events.ts';
import { unwantedReason } from './graph.ts';
import { planOf } from './plan.ts';
import { holderOf, personRef, presentParticipant } from './roles.ts';
import type { IncidentState } from './state.ts';
import { SINGLE_ROLES, type PersonRef, type Role } from './types.ts';

/** A step's run that ended. `also` = events that belong to its success, decided on the state at that time. */
export interface StepEnd {
  step: string;
  run: number;
  resource: ResourceFacts | null;
  note: string | null;
  also?: (state: IncidentState) => NewEvent[];
}

/** Somebody whom an engagement rule asks in. */
export interface Engaged {
  person: PersonRef;
  role: Role;
  ruleId: string;
  ruleName: string;
  service: string | null;
}

/** The events of a step that succeeded. A run that was superseded, or a step answered by hand meanwhile, makes none; one that was skipped did succeed after all. */
export function stepSucceeded(state: IncidentState, end: StepEnd): NewEvent[] {
  const status = state.steps[end.step];
  if (!status || status.run !== end.run || (status.state !== 'pending' && status.state !== 'skipped')) return [];
  const { step, run, resource, note } = end;
  return [...(end.also?.(state) ?? []), { kind: 'step.succeeded', actor: AUTOMATION, key: `step/${step}/${run}/succeeded`, data: { step, run, resource, note } }];
}

/** The events of a step that failed for good and waits for a person. */
export function stepFailed(state: IncidentState, end: { step: string; run: number; error: string; attempts: number }): NewEvent[] {
  const status = state.steps[end.step];
  if (!status || status.run !== end.run || status.state !== 'pending') return [];
  return [{ kind: 'step.failed', actor: AUTOMATION, key: `step/${end.step}/${end.run}/failed/${state.version + 1}`, data: end }];
}

/** The events of a step that was stopped because the incident's stage no longer wants it; none when it is wanted again. */
export function stepStopped(state: IncidentState, end: { step: string; run: number }): NewEvent[] {
  const status = state.steps[end.step];
  const plan = planOf(end.step);
  const reason = plan ? unwantedReason(state, plan) : null;
  if (!reason || !status || status.run !== end.run || status.state !== 'pending') return [];
  return [{ kind: 'step.skipped', actor: AUTOMATION, data: { ...end, reason } }];
}

/** The ticket's name becomes the incident's key when it differs. */
export function keyedBy(state: IncidentState, name: string): NewEvent[] {
  const key = name.trim();
  if (key === '' || key === state.key) return [];
  return [{ kind: 'incident.keyed', actor: AUTOMATION, data: { key, formerKey: state.key } }];
}

/** The conversation was archived or opened again; nothing when it is not there or is that already. */
export function conversationArchived(state: IncidentState, archived: boolean): NewEvent[] {
  const conversation = state.resources.conversation;
  if (!conversation || (conversation.state === 'archived') === archived) return [];
  return [{ kind: 'resource.archived', actor: AUTOMATION, data: { kind: 'conversation', archived } }];
}

/**
 * Who joins because of engagement rules: everybody who is not there yet, except people who were removed by hand. A rule's commander
 * replaces only an interim one, and single roles only go to the first, where nobody holds them.
 */
export function engaged(state: IncidentState, found: readonly Engaged[]): NewEvent[] {
  if (isOver(state)) return [];
  const events: NewEvent[] = [];
  const taken = new Set<Role>(SINGLE_ROLES.filter((role) => (role === 'commander' ? !state.commanderIsInterim : holderOf(state, role) !== null)));
  const joined = new Set<string>();
  for (const { person, role, ruleId, ruleName, service } of found) {
    if (wasRemoved(state, person)) continue;
    const isTaken = taken.has(role);
    if (isTaken && role === 'commander') continue;
    const present = presentParticipant(state, { personId: person.personId }) !== undefined || joined.has(person.personId);
    if (!present) {
      joined.add(person.personId);
      events.push({ kind: 'participant.added', actor: AUTOMATION, data: { person: personRef(person), role: SINGLE_ROLES.includes(role) ? 'participant' : role, source: { kind: 'rule', ruleId, ruleName, service } } });
    } else if (!joined.has(person.personId) && role === 'participant') {
      events.push(...addParticipant(state, { person, role, source: { kind: 'rule', ruleId, ruleName, service } }, AUTOMATION));
    }
    if (!SINGLE_ROLES.includes(role) || isTaken) continue;
    taken.add(role);
    const holder = holderOf(state, role);
    if (holder?.personId === person.personId && role !== 'commander') continue;
    const previous = holder && holder.personId !== person.personId ? personRef(holder) : null;
    events.push({ kind: 'role.assigned', actor: AUTOMATION, data: { person: personRef(person), role, previous } });
  }
  return events;
}

function wasRemoved(state: IncidentState, person: PersonRef): boolean {
  return state.participants.some((p) => p.personId === person.personId && p.removedAt !== null);
}
