import type { ReportKind } from '../../../domain/incident/types.ts';
import type { MessageButton } from '../../../plugins/contract.ts';

/** A form about an incident. */
function form(label: string, name: string, incidentId: string): MessageButton {
  return { label, action: 'form', value: `${name} ${incidentId}` };
}

/** What the first message of a conversation offers. */
export function openedActions(incidentId: string): MessageButton[] {
  return [form('Assign a role', 'assign-role', incidentId), form('Bring people in', 'engage', incidentId), form('Create a task', 'task', incidentId)];
}

/** What a report's reminder offers: writing it, or being reminded later. */
export function reportActions(incidentId: string, kind: ReportKind): MessageButton[] {
  const later = (label: string, minutes: number): MessageButton => ({ label, action: 'snooze', value: `${incidentId} ${kind} ${minutes}` });
  return [{ ...form('Write it here', `report-${kind}`, incidentId), style: 'primary' }, later('In 30 minutes', 30), later('In 1 hour', 60), later('In 2 hours', 120)];
}

/** What the question whether an incident is stable, or can be closed, offers. */
export function stageActions(incidentId: string, to: 'stable' | 'closed'): MessageButton[] {
  return [{ label: to === 'stable' ? 'It is stable' : 'Close it', action: 'stage', value: `${incidentId} ${to}`, style: 'primary' }];
}

/** What a message about an open task offers. */
export function taskActions(taskId: string): MessageButton[] {
  return [{ label: 'Resolve', action: 'task-done', value: taskId }];
}

/** What the news of somebody who leads offers to the others. */
export function roleActions(incidentId: string): MessageButton[] {
  return [form('Assign a role', 'assign-role', incidentId)];
}
