import { randomUUID } from 'node:crypto';
import type { Command, CommandData, CommandName } from '../../domain/incident/commands.ts';
import type { EventData, IncidentEvent } from '../../domain/incident/events.ts';
import { evolve } from '../../domain/incident/evolve.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Actor, PersonRef, PriorityRef, TypeRef } from '../../domain/incident/types.ts';

/** A person whose id and e-mail follow from the name. */
export function person(name: string): PersonRef {
  const id = Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
  return { personId: `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`, email: `${name.toLowerCase()}@example.com`, name };
}

/** The person as the actor of a command. */
export function by(who: PersonRef): Actor {
  return { kind: 'person', ...who };
}

export const NADIA = person('Nadia');
export const OMAR = person('Omar');
export const MARA = person('Mara');

export const OUTAGE: TypeRef = { id: randomUUID(), name: 'Outage', wantsPostmortem: true, reviewDueDays: 5 };
export const EXERCISE: TypeRef = { id: randomUUID(), name: 'Exercise', wantsPostmortem: false, reviewDueDays: 5 };
export const HIGH: PriorityRef = { id: randomUUID(), name: 'High', rank: 1, tacticalReportMinutes: 30, executiveReportMinutes: null, pageCommander: true };
/** Asks for no reports, so that other deadlines can be looked at alone. */
export const LOW: PriorityRef = { id: randomUUID(), name: 'Low', rank: 3, tacticalReportMinutes: null, executiveReportMinutes: null, pageCommander: false };

/** The first event of an incident; reported by Omar, commanded by Nadia, active, of a type that wants a postmortem, unless said otherwise. */
export function declaration(overrides: Partial<EventData['incident.declared']> = {}, at = new Date().toISOString()): IncidentEvent<'incident.declared'> {
  const incidentId = randomUUID();
  const data: EventData['incident.declared'] = {
    key: `INC-${Math.floor(Math.random() * 1e6)}`,
    title: 'Checkout fails',
    description: 'Half of all payments fail.',
    stage: 'active',
    project: { id: randomUUID(), name: 'Payments' },
    type: OUTAGE,
    severity: { id: randomUUID(), name: 'Critical', rank: 1 },
    priority: LOW,
    visibility: 'open',
    tags: [],
    reportedAt: at,
    reporter: OMAR,
    commander: NADIA,
    commanderIsInterim: false,
    organizationId: randomUUID(),
    ...overrides,
  };
  return { incidentId, seq: 1, key: 'declare', kind: 'incident.declared', at, recordedAt: at, actor: by(data.reporter), data };
}

/** The state right after a declaration. */
export function declared(overrides: Partial<EventData['incident.declared']> = {}, at?: string): IncidentState {
  return evolve(null, declaration(overrides, at));
}

/** A command by Nadia with an id of its own, unless said otherwise. */
export function command<N extends CommandName>(name: N, data: CommandData[N], from: { actor?: Actor; commandId?: string } = {}): Command<N> {
  return { name, actor: from.actor ?? by(NADIA), commandId: from.commandId ?? randomUUID(), data };
}
