import type { CommandData, CommandResult } from '../../domain/incident/commands.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { idFor, inputTime, send, type Acting } from './acting.ts';

/** A cost besides people's time as people write it; `at` absent = now. */
export interface NewCostLine extends Pick<CommandData['addCostLine'], 'kind' | 'amount' | 'currency' | 'note'> {
  at: string | undefined;
}

/** Adds a cost besides people's time; answers its id. */
export async function addCostLine(acting: Acting, incident: IncidentHandle, line: NewCostLine): Promise<CommandResult & { lineId: string }> {
  requireAbility(incident.abilities, 'manageCosts');
  const lineId = idFor(acting, 'cost-line');
  const data = { ...line, lineId, at: line.at === undefined ? null : inputTime(line.at, '/at') };
  return { ...(await send(acting, incident.id, { name: 'addCostLine', data })), lineId };
}

/** Changes such a cost; what is not named stays. */
export async function changeCostLine(acting: Acting, incident: IncidentHandle, change: CommandData['changeCostLine']): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageCosts');
  const { at } = change.changes;
  const changes = { ...change.changes, ...(typeof at === 'string' ? { at: inputTime(at, '/at') } : {}) };
  return send(acting, incident.id, { name: 'changeCostLine', data: { lineId: change.lineId, changes } });
}

/** Takes such a cost back. */
export async function removeCostLine(acting: Acting, incident: IncidentHandle, lineId: string): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageCosts');
  return send(acting, incident.id, { name: 'removeCostLine', data: { lineId } });
}

/** Gives a closed incident other prices; the route has checked that the viewer may. */
export function rerateCost(acting: Acting, incidentId: string, rerate: CommandData['rerateCost']): Promise<CommandResult> {
  return send(acting, incidentId, { name: 'rerateCost', data: rerate });
}
