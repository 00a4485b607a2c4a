import { nextDeadlines } from '../domain/incident/deadlines.ts';
import { describeEvent } from '../domain/incident/describe.ts';
import type { IncidentEvent } from '../domain/incident/events.ts';
import type { PersonRef } from '../domain/incident/types.ts';
import { type PersonDetails, personDetails } from '../models/incident-facts.ts';
import { loadEvents } from '../models/ledger-read.ts';
import { keepBoard } from './board.ts';
import { type ChatMessage, postChat } from './chat.ts';
import type { Kit } from './deps.ts';
import { type Letter, sendLetters } from './mail.ts';
import type { MessageButton } from '../plugins/contract.ts';
import { roleActions, taskActions } from './messages/conversation/actions.ts';
import { participantJoinedMessage } from './messages/participant-joined.ts';
import type { MessageTask } from './messages/parts/task.ts';
import { reportPostedMessage } from './messages/report-posted.ts';
import { roleAssignedMessage } from './messages/role-assigned.ts';
import { stageChangedMessage } from './messages/stage-changed.ts';
import { taskAssignedMessage } from './messages/task-assigned.ts';
import { messageIncident, outsideAddresses, reasonOf } from './recipients.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { MessageActivities } from './types.ts';

interface Telling {
  subject: Subject;
  details: Map<string, PersonDetails>;
}
interface AboutEvent {
  kind: string;
  letter: Letter;
}

/** The activity that tells the conversation what happened, one message an event, and by mail those whom it concerns. */
export function eventMessageActivities(kit: Kit): Pick<MessageActivities, 'announceEvents'> {
  return {
    async announceEvents({ incidentId, seqs }) {
      const subject = await loadSubject(kit, incidentId);
      const events = await loadEvents(kit.db, incidentId, { seqs });
      const telling = { subject, details: await personDetails(kit.db, subject.place.organizationId, events.flatMap(concerned).map((p) => p.email)) };
      const letters = events.flatMap((event) => lettersAbout(telling, event));
      // In order, so that the conversation reads as it happened; mails need not wait for it.
      const mailing = letters.length === 0 ? null : sendAll(kit, subject, letters);
      for (const event of events) await postChat(kit, subject, { key: `event/${event.seq}`, kind: event.kind, message: chatAbout(telling, event), actions: actionsAbout(telling, event) });
      await mailing;
      await keepBoard(kit, subject);
    },
  };
}

async function sendAll(kit: Kit, subject: Subject, letters: readonly AboutEvent[]): Promise<void> {
  for (const kind of new Set(letters.map((l) => l.kind))) {
    await sendLetters(kit, subject, { kind, letters: letters.filter((l) => l.kind === kind).map((l) => l.letter) });
  }
}

/** People whose details the messages about an event show or need. */
function concerned(event: IncidentEvent): PersonRef[] {
  if (event.kind === 'participant.added' || event.kind === 'role.assigned') return [event.data.person];
  const assignee = event.kind === 'task.created' ? event.data.assignee : event.kind === 'task.updated' ? event.data.changes.assignee : null;
  return assignee == null ? [] : [assignee];
}

function chatAbout({ subject, details }: Telling, event: IncidentEvent): ChatMessage['message'] {
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
function actionsAbout({ subject: { state } }: Telling, event: IncidentEvent): MessageButton[] {
  if (event.kind === 'role.assigned' && event.data.role === 'commander') return roleActions(state.id);
  if (event.kind !== 'task.created' && event.kind !== 'task.updated') return [];
  const { taskId } = event.data;
  return state.tasks.some((task) => task.taskId === taskId && task.state === 'open') ? taskActions(taskId) : [];
}

/** Mails about an event: to whom it gives something to do, and of a new stage to those who follow from outside. */
function lettersAbout(telling: Telling, event: IncidentEvent): AboutEvent[] {
  const { subject } = telling;
  const incident = messageIncident(subject);
  const purpose = `event/${event.seq}`;
  if (event.kind === 'stage.changed') {
    const message = stageChangedMessage({ incident, ...event.data, by: byOf(event), audience: 'outside' });
    return outsideAddresses(subject).map((to) => ({ kind: 'stage-changed', letter: { purpose, to, message } }));
  }
  if (event.kind === 'role.assigned' && !isOwn(event, event.data.person)) {
    const message = roleAssignedMessage({ incident, ...roleOf(event), by: byOf(event), you: true });
    return [{ kind: 'role-assigned', letter: { purpose, to: event.data.person, message } }];
  }
  const assigned = assignmentOf(subject, event);
  if (assigned === null || isOwn(event, assigned.person)) return [];
  const timeZone = telling.details.get(assigned.person.email)?.timeZone ?? null;
  const message = taskAssignedMessage({ incident, ...assigned, by: byOf(event), timeZone, you: true });
  return [{ kind: 'task-assigned', letter: { purpose, to: assigned.person, message } }];
}

function roleOf({ data }: IncidentEvent<'role.assigned'>) {
  return { role: data.role, person: data.person, previous: data.previous?.name ?? null };
}

/** The task and the person that an event gave it to; null for every other event. */
function assignmentOf({ state }: Subject, event: IncidentEvent): { task: MessageTask; person: PersonRef } | null {
  if (event.kind === 'task.created') return event.data.assignee === null ? null : { task: event.data, person: event.data.assignee };
  if (event.kind !== 'task.updated') return null;
  const { taskId, changes } = event.data;
  const task = state.tasks.find((t) => t.taskId === taskId);
  return task === undefined || changes.assignee == null ? null : { task, person: changes.assignee };
}

/** The person who did it; null when the automation did. */
function byOf({ actor }: IncidentEvent): string | null {
  return actor.kind === 'person' ? actor.name : null;
}

function isOwn({ actor }: IncidentEvent, person: PersonRef): boolean {
  return actor.kind === 'person' && actor.personId === person.personId;
}
