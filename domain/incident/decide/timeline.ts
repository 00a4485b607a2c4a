import { DomainError } from '../../errors.ts';
import { between, DAY, MINUTE, toIso } from '../../time.ts';
import type { CommandData } from '../commands.ts';
import type { NewEvent } from '../events.ts';
import type { IncidentState } from '../state.ts';
import type { Actor } from '../types.ts';
import { isOver } from './people.ts';

/** Posts a report; reports are about work that goes on. */
export function postReport(state: IncidentState, { reportId, report }: CommandData['postReport'], actor: Actor): NewEvent[] {
  if (isOver(state)) throw new DomainError('not-allowed-now', `The incident is ${state.stage}: reports are over. Reopen it (active) to post one, or add a note to the timeline.`);
  return [{ kind: 'report.posted', actor, data: { reportId, report } }];
}

/** Puts the next reminder for a report off until a time at most a day (and a minute of clock difference) away. */
export function snoozeReport(state: IncidentState, { kind, until }: CommandData['snoozeReport'], { actor, now }: { actor: Actor; now: string }): NewEvent[] {
  const at = wellFormed(until, '/until');
  if (state.stage !== 'active') throw new DomainError('not-allowed-now', `The incident is ${state.stage}: nobody is reminded of reports now.`);
  const ahead = between(now, at);
  if (ahead <= 0) throw invalid('/until', 'must be in the future');
  if (ahead > DAY + MINUTE) throw invalid('/until', 'may be at most 24 hours away');
  if (state.reminders[`report/${kind}`]?.snoozedUntil === at) return [];
  return [{ kind: 'report.snoozed', actor, data: { kind, until: at } }];
}

/** Adds a note to the timeline, now or back-dated. */
export function addNote({ text, at }: CommandData['addNote'], { actor, now }: { actor: Actor; now: string }): NewEvent[] {
  if (text.trim() === '') throw invalid('/text', 'may not be empty');
  const when = at === null ? now : wellFormed(at, '/at');
  if (between(now, when) > MINUTE) throw invalid('/at', 'may not be in the future');
  return [{ kind: 'note.added', actor, at: when, data: { text } }];
}

/** Puts a message of a conversation on the timeline, at the time it was written, once. */
export function importMessage({ messageId, author, text, at }: CommandData['importMessage'], { actor, now }: { actor: Actor; now: string }): NewEvent[] {
  if (text.trim() === '') throw invalid('/text', 'may not be empty');
  const when = wellFormed(at, '/at');
  // A clock at the vendor may be ahead of ours.
  return [{ kind: 'message.imported', actor, at: between(now, when) > 0 ? now : when, key: `import/${messageId}`, data: { messageId, author, text } }];
}

/** Pins or unpins an event of the timeline. */
export function pinEvent(state: IncidentState, { seq, pinned }: CommandData['pinEvent'], actor: Actor): NewEvent[] {
  assertSeq(state, seq);
  return [{ kind: 'event.pinned', actor, data: { seq, pinned } }];
}

/** Replaces what people read of an event; the ledger keeps what was written first. */
export function amendEvent(state: IncidentState, { seq, text }: CommandData['amendEvent'], actor: Actor): NewEvent[] {
  assertSeq(state, seq);
  if (text.trim() === '') throw invalid('/text', 'may not be empty');
  return [{ kind: 'event.amended', actor, data: { seq, text } }];
}

/** A refusal of one field; `pointer` is a JSON pointer into the body. */
export function invalid(pointer: string, detail: string): DomainError {
  return new DomainError('invalid-request', `${pointer.slice(1)} ${detail}.`, [{ pointer, detail }]);
}

/** The time as ISO in UTC; refuses what is not a time. */
export function wellFormed(text: string, pointer: string): string {
  const iso = toIso(text);
  if (iso === null) throw invalid(pointer, 'is not a time; write it as 2030-01-31T14:00:00Z');
  return iso;
}

function assertSeq(state: IncidentState, seq: number): void {
  if (Number.isInteger(seq) && seq >= 1 && seq <= state.version) return;
  throw new DomainError('not-found', `The timeline has no event ${seq}; it has 1 to ${state.version}.`, [{ pointer: 'path:seq', detail: 'is not an event of this incident' }]);
}
