import { randomUUID } from 'node:crypto';
import { DomainError } from '../../../domain/errors.ts';
import type { Command, CommandData, CommandName } from '../../../domain/incident/commands.ts';
import { evolve } from '../../../domain/incident/evolve.ts';
import type { IncidentEvent, NewEvent } from '../../../domain/incident/events.ts';
import { decide } from '../../../domain/incident/machine.ts';
import { numbered } from '../../../domain/incident/number.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { Actor } from '../../../domain/incident/types.ts';
import { by, command, NADIA } from '../../support/incident-builders.ts';

/** Folds events that have no numbers yet. */
export function applied(state: IncidentState, events: readonly NewEvent[], at: string): { state: IncidentState; events: IncidentEvent[] } {
  const rows = numbered(events, { incidentId: state.id, version: state.version, recordedAt: at, keyOf: () => randomUUID() });
  return { state: rows.reduce<IncidentState>(evolve, state), events: rows };
}

/** The state after a command at a time; throws what `decide` throws. */
export function after<N extends CommandName>(state: IncidentState, name: N, data: CommandData[N], options: { at?: string; actor?: Actor } = {}): IncidentState {
  const at = options.at ?? '2030-01-01T12:00:00.000Z';
  // One command of the union: name and data belong together by the signature.
  const request = command(name, data, { actor: options.actor ?? by(NADIA) }) as Command;
  return applied(state, decide(state, request, at), at).state;
}

/** The refusal of a command, as `code: text`; null when it is accepted. */
export function refusal<N extends CommandName>(state: IncidentState, name: N, data: CommandData[N], options: { at?: string; actor?: Actor } = {}): string | null {
  try {
    after(state, name, data, options);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Roles held now, as `Name role` in order. */
export function roles(state: IncidentState): string[] {
  return state.participants.filter((p) => p.removedAt === null).flatMap((p) => p.roles.filter((r) => r.to === null).map((r) => `${p.name} ${r.role}`)).sort();
}
