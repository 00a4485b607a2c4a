import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../../../api/contract/timeline.ts';
import { newClientId, type Outgoing, readOutgoing, stillOutgoing } from '../../../../web/src/incident/conversation/outbox.ts';
import { countUnread, layRows } from '../../../../web/src/incident/conversation/rows.ts';
import { replaceToken, tokenAt, withNames } from '../../../../web/src/incident/conversation/token.ts';
import { commandSuggestions, mentionSuggestions } from '../../../../web/src/incident/conversation/use-suggestions.ts';
import { withMessage, withNewest, withOlder } from '../../../../web/src/incident/conversation/window.ts';

const NADIA = { id: '00000000-0000-4000-8000-000000000001', email: 'nadia@example.com', name: 'Nadia Rahman' };
const TOM = { id: '00000000-0000-4000-8000-000000000002', email: 'tom@example.com', name: 'Tom Okafor' };
const NOON = Date.parse('2026-11-22T12:00:00.000Z');

function message(position: number, over: Partial<Message> = {}): Message {
  const at = new Date(NOON + position * 60_000).toISOString();
  return { id: `m${position}`, position, kind: 'person', author: NADIA, authorName: NADIA.name, body: `message ${position}`, onlyForYou: false, mentions: [], buttons: [], files: [], replyTo: null, pinned: false, createdAt: at, editedAt: null, ...over };
}
const range = (from: number, to: number): Message[] => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const positions = (rows: readonly Message[]): number[] => rows.map((row) => row.position);

describe('the loaded part of a conversation', () => {
  it('renews the newest page and keeps what is before it', () => {
    const known = { rows: range(1, 60), older: null };
    const next = withNewest(known, { data: [...range(12, 60), message(61, { body: 'new' })], nextCursor: 'c12' });
    expect(positions(next.rows)).toEqual(positions(range(1, 61)));
    expect(next.older).toBeNull();
  });

  it('starts over when the newest page does not reach what is loaded, so that nothing is missing in between', () => {
    const next = withNewest({ rows: range(1, 10), older: 'c1' }, { data: range(40, 60), nextCursor: 'c40' });
    expect(positions(next.rows)).toEqual(positions(range(40, 60)));
    expect(next.older).toBe('c40');
  });

  it('puts older pages in front once, and a sent message in its place once', () => {
    const known = withOlder({ rows: range(10, 12), older: 'c10' }, { data: range(8, 10), nextCursor: null });
    expect(positions(known.rows)).toEqual([8, 9, 10, 11, 12]);
    const sent = withMessage(withMessage(known, message(13)), message(13, { body: 'again' }));
    expect(positions(sent.rows)).toEqual([8, 9, 10, 11, 12, 13]);
    expect(sent.rows.at(-1)?.body).toBe('again');
  });
});

describe('messages on their way', () => {
  const entry = (over: Partial<Outgoing> = {}): Outgoing => ({ clientId: 'c', body: 'hello', replyTo: null, files: [], at: '2026-11-22T12:00:00.000Z', after: 5, state: 'sending', problem: undefined, ...over });

  it('hides one that a live change brought before its answer, one for one', () => {
    const arrived = message(6, { body: 'hello' });
    expect(stillOutgoing([entry()], [arrived], NADIA.id)).toEqual([]);
    expect(stillOutgoing([entry({ clientId: 'a' }), entry({ clientId: 'b' })], [arrived], NADIA.id).map((each) => each.clientId)).toEqual(['b']);
  });

  it('does not take an older message, or another person’s, for it', () => {
    expect(stillOutgoing([entry()], [message(5, { body: 'hello' })], NADIA.id)).toHaveLength(1);
    expect(stillOutgoing([entry()], [message(6, { body: 'hello', author: TOM })], NADIA.id)).toHaveLength(1);
  });

  it('comes back from the device as not sent, and what is no message is left out', () => {
    const stored = JSON.stringify([entry(), { body: 'no id' }, null, 3]);
    expect(readOutgoing(stored)).toMatchObject([{ clientId: 'c', body: 'hello', state: 'failed' }]);
    expect(readOutgoing('broken')).toEqual([]);
    expect(readOutgoing(undefined)).toEqual([]);
  });

  it('has ids that differ', () => {
    expect(new Set(Array.from({ length: 50 }, newClientId)).size).toBe(50);
    expect(newClientId()).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('rows of the conversation', () => {
  const options = { now: NOON, zone: 'UTC', readTo: undefined, myId: NADIA.id };

  it('joins messages by one author within five minutes', () => {
    const rows = layRows([message(1), message(2), message(9), message(10, { author: TOM, authorName: TOM.name })], options);
    expect(rows.map((row) => (row.kind === 'message' ? row.joined : row.kind))).toEqual(['day', false, true, false, false]);
  });

  it('marks where the unread of others begins, once', () => {
    const rows = layRows([message(1), message(2), message(3, { author: TOM }), message(4, { author: TOM })], { ...options, readTo: 1 });
    expect(rows.map((row) => row.id)).toEqual(['day-Today', 'm1', 'm2', 'unread', 'm3', 'm4']);
    expect(countUnread([message(2), message(3, { author: TOM })], 1, NADIA.id)).toBe(1);
  });

  it('begins each day of the zone with its name', () => {
    const late = message(1, { createdAt: '2026-11-21T23:30:00.000Z' });
    expect(layRows([late, message(2)], options).map((row) => row.kind)).toEqual(['day', 'message', 'day', 'message']);
    expect(layRows([late, message(2)], { ...options, zone: 'Europe/Berlin' }).filter((row) => row.kind === 'day')).toHaveLength(1);
  });
});

describe('the word at the caret', () => {
  it('is a command only at the very beginning', () => {
    expect(tokenAt('/sev', 4)).toEqual({ kind: 'command', query: 'sev', from: 0, to: 4 });
    expect(tokenAt('and /sev', 8)).toBeUndefined();
    expect(tokenAt('/sev high', 9)).toBeUndefined();
  });

  it('is a mention after an at sign that begins a word', () => {
    expect(tokenAt('ask @mar', 8)).toEqual({ kind: 'mention', query: 'mar', from: 4, to: 8 });
    expect(tokenAt('(@נו', 4)).toEqual({ kind: 'mention', query: 'נו', from: 1, to: 4 });
    expect(tokenAt('mail nadia@example', 18)).toBeUndefined();
  });

  it('is replaced with what was chosen and one space', () => {
    const token = tokenAt('ask @mar please', 8);
    expect(token && replaceToken('ask @mar please', token, '@marek@example.com')).toEqual({ text: 'ask @marek@example.com please', caret: 23 });
  });

  it('suggests the commands that somebody may use, by any of their names', () => {
    expect(commandSuggestions('sev', ['edit']).map((each) => each.insert)).toEqual(['/severity']);
    expect(commandSuggestions('comm', ['assignRole']).map((each) => each.insert)).toEqual(['/role']);
    expect(commandSuggestions('sev', ['view'])).toEqual([]);
    expect(commandSuggestions('', ['view']).length).toBeGreaterThan(2);
  });

  it('suggests participants before others, by any word of the name or by the address', () => {
    const from = { participants: [TOM], others: [NADIA, TOM, { ...NADIA, email: 'gone@example.com', isActive: false }] };
    expect(mentionSuggestions('oka', from, '@').map((each) => each.insert)).toEqual(['@tom@example.com']);
    expect(mentionSuggestions('', from, '').map((each) => each.insert)).toEqual(['tom@example.com', 'nadia@example.com']);
  });

  it('shows names for addresses, without letting a name make markup', () => {
    const names = new Map([['nadia@example.com', 'Nadia *R*']]);
    expect(withNames('ask @Nadia@example.com or @x@example.com', names)).toBe('ask **@Nadia \\*R\\*** or @x@example.com');
  });
});
