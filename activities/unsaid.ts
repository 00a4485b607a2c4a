import { dueAnnouncements, TELLING } from '../domain/incident/announced.ts';
import type { IncidentEvent } from '../domain/incident/events.ts';
import { DAY, MINUTE, between } from '../domain/time.ts';
import { saidMessages } from '../models/delivery-claims.ts';
import { loadEvents } from '../models/ledger-read.ts';
import { type ChatMessage, postChat } from './chat.ts';
import type { Kit } from './deps.ts';
import { actionsAbout, chatAbout, tellingOf } from './event-chat.ts';
import { when } from './messages/parts/when.ts';
import { loadSubject, type Subject } from './subject.ts';
import { openedChat } from './welcomes.ts';

/** What is older belongs to the timeline: nobody waits for it in the conversation any more. */
const MEANWHILE_MS = 7 * DAY;
/** A message that comes later than this says when it happened. */
const LATE_MS = 5 * MINUTE;

/**
 * Says in the conversation what it has not been told yet, in the order in which it happened, once each: what came up before it was there, or while its
 * provider was away, and the events of `also`. Nothing while there is none that can be written in; whoever makes or opens it calls this afterwards.
 */
export async function sayWhatIsDue(kit: Kit, incidentId: string, also: readonly number[] = []): Promise<void> {
  await kit.inTurn(`said/${incidentId}`, async () => {
    const subject = await loadSubject(kit, incidentId);
    const conversation = subject.state.resources.conversation;
    if (conversation?.state !== 'ready' || conversation.provider === 'manual') return;
    const said = await saidMessages(kit.db, incidentId, conversation.provider === 'builtin');
    const due = (await dueEvents(kit, incidentId, also)).filter((event) => !said.has(keyOf(event)));
    if (!said.has('opened') && isOpeningDue(kit, subject, due.length > 0)) await postChat(kit, subject, openedChat(subject));
    const telling = await tellingOf(kit, subject, due);
    for (const event of due) await postChat(kit, subject, { key: keyOf(event), kind: event.kind, message: timed(kit, chatAbout(telling, event), event), actions: actionsAbout(telling, event) });
  });
}

const keyOf = ({ seq }: IncidentEvent): string => `event/${seq}`;

async function dueEvents(kit: Kit, incidentId: string, also: readonly number[]): Promise<IncidentEvent[]> {
  const events = await loadEvents(kit.db, incidentId, { kinds: TELLING });
  const due = new Set(dueAnnouncements(events).filter((event) => isRecent(kit, event.recordedAt)).map(({ seq }) => seq));
  for (const seq of also) due.add(seq);
  return events.filter(({ seq }) => due.has(seq));
}

/** The first message comes with the welcome; when that is past, or other things are to be said already, it comes before them. */
function isOpeningDue(kit: Kit, { state }: Subject, isMoreToSay: boolean): boolean {
  const welcome = state.steps['welcome'];
  if (welcome === undefined || welcome.state === 'skipped' || !isRecent(kit, welcome.since)) return false;
  return isMoreToSay || welcome.state === 'succeeded' || welcome.state === 'failed';
}

function isRecent(kit: Kit, time: string): boolean {
  return between(time, kit.now().toISOString()) < MEANWHILE_MS;
}

function timed(kit: Kit, message: ChatMessage['message'], { at, recordedAt }: IncidentEvent): ChatMessage['message'] {
  if (between(recordedAt, kit.now().toISOString()) < LATE_MS) return message;
  return { ...message, markdown: `${message.markdown}\n\n_This happened on ${when(at)}._` };
}
