import type { IncidentEvent } from '../domain/incident/events.ts';
import type { PersonRef } from '../domain/incident/types.ts';
import { loadEvents } from '../models/ledger-read.ts';
import { keepBoard } from './board.ts';
import type { Kit } from './deps.ts';
import { byOf, roleOf, type Telling, tellingOf } from './event-chat.ts';
import { type Letter, sendLetters } from './mail.ts';
import type { MessageTask } from './messages/parts/task.ts';
import { roleAssignedMessage } from './messages/role-assigned.ts';
import { stageChangedMessage } from './messages/stage-changed.ts';
import { taskAssignedMessage } from './messages/task-assigned.ts';
import { messageIncident, outsideAddresses } from './recipients.ts';
import { loadSubject, type Subject } from './subject.ts';
import type { MessageActivities } from './types.ts';
import { sayWhatIsDue } from './unsaid.ts';

interface AboutEvent {
  kind: string;
  letter: Letter;
}

/** Activities that tell the conversation what happened, one message an event, and by mail those whom it concerns, and that bring its summary up to date. */
export function eventMessageActivities(kit: Kit): Pick<MessageActivities, 'announceEvents' | 'showBoard'> {
  return {
    async announceEvents({ incidentId, seqs }) {
      const subject = await loadSubject(kit, incidentId);
      const events = await loadEvents(kit.db, incidentId, { seqs });
      const telling = await tellingOf(kit, subject, events);
      const letters = events.flatMap((event) => lettersAbout(telling, event));
      // Mails need not wait for the conversation.
      const mailing = letters.length === 0 ? null : sendAll(kit, subject, letters);
      await sayWhatIsDue(kit, incidentId, seqs);
      await mailing;
      await keepBoard(kit, subject);
    },

    async showBoard({ incidentId }) {
      await keepBoard(kit, await loadSubject(kit, incidentId));
    },
  };
}

async function sendAll(kit: Kit, subject: Subject, letters: readonly AboutEvent[]): Promise<void> {
  for (const kind of new Set(letters.map((l) => l.kind))) {
    await sendLetters(kit, subject, { kind, letters: letters.filter((l) => l.kind === kind).map((l) => l.letter) });
  }
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

/** The task and the person that an event gave it to; null for every other event. */
function assignmentOf({ state }: Subject, event: IncidentEvent): { task: MessageTask; person: PersonRef } | null {
  if (event.kind === 'task.created') return event.data.assignee === null ? null : { task: event.data, person: event.data.assignee };
  if (event.kind !== 'task.updated') return null;
  const { taskId, changes } = event.data;
  const task = state.tasks.find((t) => t.taskId === taskId);
  return task === undefined || changes.assignee == null ? null : { task, person: changes.assignee };
}

function isOwn({ actor }: IncidentEvent, person: PersonRef): boolean {
  return actor.kind === 'person' && actor.personId === person.personId;
}
