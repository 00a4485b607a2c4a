import { nextDeadlines } from '../domain/incident/deadlines.ts';
import { describeEvent } from '../domain/incident/describe.ts';
import type { IncidentEvent } from '../domain/incident/events.ts';
import type { PersonRef, Role } from '../domain/incident/types.ts';
import { type PersonDetails, personDetails } from '../models/incident-facts.ts';
import type { MessageButton } from '../plugins/contract.ts';
import type { ChatMessage } from './chat.ts';
import type { Kit } from './deps.ts';
import { roleActions, taskActions } from './messages/conversation/actions.ts';
import { participantJoinedMessage } from './messages/participant-joined.ts';
import { reportPostedMessage } from './messages/report-posted.ts';
import { roleAssignedMessage } from './messages/role-assigned.ts';
import { stageChangedMessage } from './messages/stage-changed.ts';
import { messageIncident, reasonOf } from './recipients.ts';
import type { Subject } from './subject.ts';

/** An incident with what messages about its events show of people. */
export interface Telling {
  subject: Subject;
  details: Map<string, PersonDetails>;
}

/** Reads what messages about these events need. */
export async function tellingOf(kit: Kit, subject: Subject, events: readonly IncidentEvent[]): Promise<Telling> {
  return { subject, details: await personDetails(kit.db, subject.place.organizationId, events.flatMap(concerned).map((p) => p.email)) };
}

/** People whose details the messages about an event show or need. */
function concerned(event: IncidentEvent): PersonRef[] {
  if (event.kind === 'participant.added' || event.kind === 'role.assigned') return [event.data.person];
  const assignee = event.kind === 'task.created' ? event.data.assignee : event.kind === 'task.updated' ? event.data.changes.assignee : null;
  return assignee == null ? [] : [assignee];
}

/** What the conversation is told about an event. */
export function chatAbout({ subject, details }: Telling, event: IncidentEvent): ChatMessage['message'] {
  const incident = messageIncident(subject);
  if (event.kind === 'stage.changed') return stageChangedMessage({ incident, ...event.data, by: byOf(event), audience: 'participants' });
  if (event.kind === 'participant.added') {
    const { person, role, source } = event.data;
    const { title = null, team = null } = details.get(person.email) ?? {};
    return participantJoinedMessage({ incident, person: { name: person.name, title, team }, role, reason: reasonOf(source) });
  }
  if (event.kind === 'role.assigned') return roleAssignedMessage({ incident, ...roleOf(event), by: byOf(event), you: false });
  if (event.kind === 'report.posted') {
    const { report } = event.data;
    const nextAt = nextDeadlines(subject.state).find((d) => d.id === `report/${report.kind}`)?.at ?? null;
    return reportPostedMessage({ incident, report, author: event.actor, nextAt, timeZone: null, audience: 'participants' });
  }
  const { text, details: fields } = describeEvent(event);
  const markdown = [text, ...fields.map((field) => `- **${field.label}:** ${field.text.replaceAll('\n', ' ')}`)].join('\n');
  return { subject: event.kind, markdown, link: null };
}

/** What can be done about an event where it is read. */
export function actionsAbout({ subject: { state } }: Telling, event: IncidentEvent): MessageButton[] {
  if (event.kind === 'role.assigned' && event.data.role === 'commander') return roleActions(state.id);
  if (event.kind !== 'task.created' && event.kind !== 'task.updated') return [];
  const { taskId } = event.data;
  return state.tasks.some((task) => task.taskId === taskId && task.state === 'open') ? taskActions(taskId) : [];
}

/** The role of an event as messages tell of it. */
export function roleOf({ data }: IncidentEvent<'role.assigned'>): { role: Role; person: PersonRef; previous: string | null } {
  return { role: data.role, person: data.person, previous: data.previous?.name ?? null };
}

/** The person who did it; null when the automation did. */
export function byOf({ actor }: IncidentEvent): string | null {
  return actor.kind === 'person' ? actor.name : null;
}
